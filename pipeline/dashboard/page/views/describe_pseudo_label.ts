import type { OfferedLabel, SeenClip } from "../../../run/seen_views.ts";
import { formatPercent } from "../text/format_percent.ts";

/** A pseudo-label in words. */
export interface DescribedLabel {
  /** The network that gave it, the label and how sure it was. */
  readonly answer: string;
  /** What the gate did with it. */
  readonly verdict: string;
  readonly passed: boolean;
  /** Whether it is the true class; null if that is not known. */
  readonly isRight: boolean | null;
}

/** The networks that learn from pseudo-labels. */
const LEARNERS = ["primary", "auxiliary"] as const;

/** Describes the pseudo-labels of a clip, by the networks that learn from them. */
export function describePseudoLabels(
  { pseudoLabels, label }: Pick<SeenClip, "pseudoLabels" | "label">,
): DescribedLabel[] {
  if (pseudoLabels === undefined) return [];
  const isPair = pseudoLabels.auxiliary !== undefined;
  return LEARNERS.flatMap((learner) => {
    const offered = pseudoLabels[learner];
    return offered === undefined ? [] : [describe(offered, { learner, label, isPair })];
  });
}

function describe(
  { class: name, confidence, passed }: OfferedLabel,
  { learner, label, isPair }: {
    readonly learner: typeof LEARNERS[number];
    readonly label: string | null;
    readonly isPair: boolean;
  },
): DescribedLabel {
  const giver = isPair ? otherOf(learner) : learner;
  return {
    answer: `${giver} says ${name}, ${formatPercent(confidence)} sure`,
    verdict: passed
      ? isPair ? `passed: ${learner} learns from it` : "passed: the network learns from it"
      : "held back by the gate",
    passed,
    isRight: label === null ? null : name === label,
  };
}

function otherOf(network: typeof LEARNERS[number]): typeof LEARNERS[number] {
  return network === "primary" ? "auxiliary" : "primary";
}
