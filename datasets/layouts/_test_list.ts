import { resolve } from "node:path";
import type { FoundVideos } from "./_layout.ts";
import { readVideoList } from "./_video_list.ts";

/** Options of {@linkcode takeTestList}. */
export interface TakeTestListOptions {
  /** The videos of the folder. */
  readonly found: FoundVideos;
  /** The folder, which paths in the list are relative to. */
  readonly root: string;
  /** Largest share of the list's videos that may have no file, 0 to 1. */
  readonly missingShare: number;
}

/**
 * Divides the videos of a folder by a list of test videos: all others are for training.
 *
 * @throws {ManifestError} If something in the list is wrong.
 */
export async function takeTestList(
  list: string,
  { found, root, missingShare }: TakeTestListOptions,
): Promise<FoundVideos> {
  const all = [...found.train, ...found.test ?? []];
  const byPath = new Map(all.map((video) => [resolve(video.path), video]));
  const { videos, missing } = await readVideoList(list, { root, missingShare });
  // A list of bare paths takes the labels from the folders.
  const test = videos.map((video) => ({
    ...video,
    className: video.className ?? byPath.get(resolve(video.path))?.className ?? null,
  }));
  const testPaths = new Set(test.map(({ path }) => resolve(path)));
  return {
    ...found,
    train: all.filter(({ path }) => !testPaths.has(resolve(path))),
    test,
    missing: [...found.missing, ...missing],
    manifest: undefined,
  };
}
