import type { Manifest } from "../manifest.ts";
import type { ReadManifestOptions } from "./read_manifest_options.ts";

/**
 * Reads a data set: its videos, their classes, and which are for training and which for the test.
 *
 * `data` is one of
 * - a folder that {@linkcode prepareVideos} wrote: its videos have the ids, classes and division of
 *   the original,
 * - a folder with a table of its videos, `index.csv`, `metadata.csv` or `metadata.jsonl` (columns
 *   path, class and optionally split), or with one in each of its parts,
 * - a folder with the official lists of UCF-101 or HMDB-51 (split 1) or the annotations of
 *   Kinetics, in it or up to three folders below, and the videos anywhere below,
 * - a folder with `train/` and optionally `test/`, `val/` and `unlabeled/`, named in any case and
 *   with the usual synonyms, each of class folders (`unlabeled/` of anything); or such folders in
 *   each class folder,
 * - a folder of class folders, and optionally `unlabeled/`,
 * - a folder that holds nothing but one of these,
 * - a list file with a line "path label" for each video, or a table with a header (columns path,
 *   class and optionally split), or JSON objects: separated by blanks, tabs, commas or semicolons,
 *   in quotes where that is needed. The label is a class name, a number, or omitted for unlabeled videos. Paths are
 *   relative to the list's folder,
 * - a database `NAME.sqlite` that {@linkcode indexManifest} wrote for any of these; no video is
 *   opened.
 *
 * Class names are sorted to make labels, except if lists have numbers. These get their meaning from
 * the data's folder, from a file `classes.txt`, `classInd.txt` or the like beside the list, or from
 * the folders of the videos; else they are the names, if they count from 0 or 1 without gaps. Videos
 * beside the class folders are unlabeled. If nothing says which videos are for the test, {@linkcode holdOut}
 * chooses. With a published `split` its lists are used instead, whatever the layout: their videos
 * are found by name.
 *
 * Data of a single class is refused, as nothing can be learned from it.
 *
 * Each video counts once: of files that are equal, byte by byte, one is used. A test video that is
 * also among the training videos, and a video with several labels, are refused, even under other
 * names; ffmpeg is needed only if there are equal files, to find out whether they are videos.
 *
 * @example A folder with an index
 * ```ts
 * import assert from "node:assert/strict";
 * import { readManifest } from "@actnetformer/deno/datasets";
 *
 * const data = await Deno.makeTempDir();
 * for (const name of ["1.mp4", "2.mp4", "3.mp4"]) await Deno.writeTextFile(`${data}/${name}`, "");
 * const rows = ["path,class,split", "1.mp4,run,train", "2.mp4,walk,train", "3.mp4,run,test"];
 * await Deno.writeTextFile(`${data}/index.csv`, rows.join("\n"));
 * const { classes, train, test } = await readManifest(data);
 * assert.deepEqual(classes, ["run", "walk"]);
 * assert.deepEqual(train.map(({ label }) => label), [0, 1]);
 * assert.deepEqual(test.map(({ id }) => id), ["3.mp4"]);
 * ```
 *
 * @param data The data set's folder, list or database.
 * @throws {ManifestError} If the data cannot be used; the message says in one line what is wrong
 * with it.
 * @throws {FfmpegError} If there are equal files, but no ffmpeg.
 * @throws {RangeError} If `missingShare` or `testShare` is out of range.
 */
export async function readManifest(
  data: string,
  options: ReadManifestOptions = {},
): Promise<Manifest> {
  // The readers, and the packages that they need, are loaded when they are used.
  const { readData } = await import("./_read_data.ts");
  return await readData(data, options);
}
