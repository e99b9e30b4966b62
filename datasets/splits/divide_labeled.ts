import { createHash } from "node:crypto";
import { compareStrings } from "../_compare_strings.ts";
import type { VideoEntry } from "../manifest.ts";

/** A training list divided into labeled and unlabeled videos. */
export interface LabeledSplit {
  /** Videos with labels, sorted by id. */
  readonly labeled: readonly (VideoEntry & { readonly label: number })[];
  /** All other videos, sorted by id, each with label null. */
  readonly unlabeled: readonly (VideoEntry & { readonly label: null })[];
  /** The labels taken away, by video id. For metrics only: training must not see them. */
  readonly hiddenLabels: ReadonlyMap<string, number>;
  /** First 12 hex digits of the SHA-256 of both lists of ids and of the labels kept. */
  readonly hash: string;
}

/**
 * Divides training videos into those whose label counts and the others, whose labels are hidden.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { divideLabeled } from "@actnetformer/deno/datasets";
 *
 * const train = ["1", "2"].map((id) => ({ id, path: `${id}.mp4`, label: 0 }));
 * const { unlabeled, hiddenLabels } = divideLabeled(train, new Set(["1"]));
 * assert.deepEqual(unlabeled, [{ id: "2", path: "2.mp4", label: null }]);
 * assert.equal(hiddenLabels.get("2"), 0);
 * ```
 *
 * @param train Training videos; some may be unlabeled.
 * @param chosen Ids of the labeled ones; a video without a label stays unlabeled.
 */
export function divideLabeled(
  train: readonly VideoEntry[],
  chosen: ReadonlySet<string>,
): LabeledSplit {
  const sorted = [...train].sort((left, right) => compareStrings(left.id, right.id));
  const hiddenLabels = new Map<string, number>();
  const labeled: LabeledSplit["labeled"][number][] = [];
  const unlabeled: LabeledSplit["unlabeled"][number][] = [];
  for (const video of sorted) {
    const { id, label } = video;
    if (label !== null && chosen.has(id)) {
      labeled.push({ ...video, label });
      continue;
    }
    if (label !== null) hiddenLabels.set(id, label);
    unlabeled.push({ ...video, label: null });
  }
  const lines = [...labeled, ...unlabeled].map(({ id, label }) => `${id}\t${label ?? ""}\n`);
  const hash = createHash("sha256").update(lines.join("")).digest("hex").slice(0, 12);
  return { labeled, unlabeled, hiddenLabels, hash };
}
