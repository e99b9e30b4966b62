/**
 * The layouts of a data set's folder, in the order in which they are tried:
 *
 * - `prepared`: `prepareVideos()` wrote it,
 * - `index`: a table names the videos: `index.csv`, `metadata.csv` or `metadata.jsonl`, also one in
 *   each folder of a part,
 * - `official`: it has the lists of UCF-101 or HMDB-51, or the annotations of Kinetics,
 * - `split-folders`: a folder for the training videos and usually others for the test and for
 *   unlabeled videos, each of class folders, or these folders in each class folder,
 * - `class-folders`: a folder of videos for each class.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { LAYOUT_NAMES } from "@actnetformer/deno/datasets";
 *
 * assert.ok(LAYOUT_NAMES.includes("class-folders"));
 * ```
 */
export const LAYOUT_NAMES = [
  "prepared",
  "index",
  "official",
  "split-folders",
  "class-folders",
] as const;

/** Name of a layout of a data set's folder. */
export type LayoutName = typeof LAYOUT_NAMES[number];
