import type { OfferedLabel, SeenClip } from "../../../run/seen_views.ts";
import { formatPercent } from "../text/format_percent.ts";

/** A pseudo-label in words. */
export interface DescribedLabel {
  /** Who is offered it, the label and how sure it is. */
  readonly offer: string;
  /** What the gate did with it. */
  readonly verdict: string;
  readonly passed: boolean;
  /** Whether it is the true class; null if that is not known. */
  readonly isRight: boolean | null;
}

/** Describes the pseudo-labels of a clip; the same one for several branches is described once. */
export function describePseudoLabels(
  { pseudoLabels, label }: Pick<SeenClip, "pseudoLabels" | "label">,
): DescribedLabel[] {
  const offers = Object.entries<OfferedLabel>(pseudoLabels ?? {});
  const byOffer = Map.groupBy(offers, ([, { class: name, confidence, passed }]) => {
    return JSON.stringify([name, confidence, passed]);
  });
  return [...byOffer.values()].map((same) => {
    const [[, { class: name, confidence, passed }]] = same as [[string, OfferedLabel]];
    const learners = new Intl.ListFormat("en").format(same.map(([learner]) => learner));
    return {
      offer: `for ${learners}: ${name}, ${formatPercent(confidence)} sure`,
      verdict: passed ? "passed: learned from" : "held back by the gate",
      passed,
      isRight: label === null ? null : name === label,
    };
  });
}
