import { dirname } from "node:path";
import type { FoundVideos } from "./_layout.ts";
import type { ReadFolderOptions } from "./_read_folder.ts";
import { readVideoList } from "./_video_list.ts";

/**
 * Reads a list of training videos and, if given, one of test videos; the paths of both are relative
 * to the folder of the first.
 *
 * @throws {ManifestError} If something in the lists is wrong.
 */
export async function readListFiles(
  trainList: string,
  { testList, missingShare }: ReadFolderOptions,
): Promise<FoundVideos> {
  const options = { root: dirname(trainList), missingShare };
  const train = await readVideoList(trainList, options);
  const test = testList === undefined ? null : await readVideoList(testList, options);
  return {
    train: train.videos,
    test: test?.videos ?? null,
    classes: null,
    labeled: null,
    notes: [],
    missing: [...train.missing, ...test?.missing ?? []],
  };
}
