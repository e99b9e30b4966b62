import type { VideoEntry } from "../manifest.ts";
import { createHash } from "node:crypto";
import { compareStrings } from "../_compare_strings.ts";

/** A training list divided into labeled and unlabeled videos. */
export interface LabeledSplit {
  /** Videos with labels, sorted by id. */
  readonly labeled: readonly (VideoEntry & { readonly label: number })[];
  /** All others, sorted by id, each with label null. */
  readonly unlabeled: readonly (VideoEntry & { readonly label: null })[];
  /** The labels taken away, by video id. For metrics only: training must not look. */
  readonly hiddenLabels: ReadonlyMap<string, number>;
  /** First 12 hex digits of the SHA-256 of both lists of ids and of the labels kept. */
  readonly hash: string;
}

/**
 * Divides training videos into those whose label counts and the others, whose labels are hidden.
 *
 * @param chosen Ids of the labeled ones; a video without a label stays unlabeled.
 */
export function divideLabeled(
  train: readonly VideoEntry[],
  chosen: ReadonlySet<string>,
): LabeledSplit {
  const sorted = [...train].sort((a, b) => compareStrings(a.id, b.id));
  const hiddenLabels = new Map<string, number>();
  const labeled: LabeledSplit["labeled"][number][] = [];
  const unlabeled: LabeledSplit["unlabeled"][number][] = [];
  for (const video of sorted) {
    if (video.label !== null && chosen.has(video.id)) {
      labeled.push({ ...video, label: video.label });
      continue;
    }
    if (video.label !== null) hiddenLabels.set(video.id, video.label);
    unlabeled.push({ ...video, label: null });
  }
  const lines = [...labeled, ...unlabeled].map(({ id, label }) => `${id}\t${label ?? ""}\n`);
  const hash = createHash("sha256").update(lines.join("")).digest("hex").slice(0, 12);
  return { labeled, unlabeled, hiddenLabels, hash };
}
