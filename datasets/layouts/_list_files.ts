import { dirname } from "node:path";
import type { FoundVideos } from "../_found_videos.ts";
import { divideByPart } from "../lists/_list_parts.ts";
import { nameClasses } from "../labels/_name_classes.ts";
import type { ReadFolderOptions } from "./_read_folder.ts";
import { readTestVideos } from "./_test_list.ts";
import { readVideoList } from "../lists/_video_list.ts";
import { ManifestError } from "../manifest_error.ts";

/**
 * Reads a list of training videos and, if given, one of test videos; the paths of both are relative
 * to the folder of the first.
 *
 * @throws {ManifestError} If something in the lists is wrong.
 */
export async function readListFiles(
  list: string,
  { testList, missingShare }: ReadFolderOptions,
): Promise<FoundVideos> {
  const options = { root: dirname(list), missingShare };
  const { videos, ...listed } = await readVideoList(list, options);
  const divided = divideByPart(videos, list);
  if (testList !== undefined && divided.test !== null) {
    throw new ManifestError(list, "it names test videos itself, so no test list can be given");
  }
  const test = testList === undefined ? null : await readTestVideos(testList, options);
  const lists = { train: divided.train, test: test?.videos ?? divided.test };
  const files = testList === undefined ? [] : [testList];
  const { notes, ...named } = await nameClasses(lists, list, ...files);
  return {
    ...named,
    labeled: null,
    notes: [...listed.notes, ...divided.notes, ...test?.notes ?? [], ...notes],
    missing: [...listed.missing, ...test?.missing ?? []],
  };
}
