import { dirname, join } from "node:path";
import { prepareVideos, readManifest } from "../../datasets/mod.ts";
import { ffmpegUnderTest } from "./_fixtures.ts";
import { encodeGray } from "./_gray_videos.ts";

/**
 * Makes a folder of videos, each of another length, and a prepared copy of it.
 *
 * @param ids Paths of the videos in the folder.
 */
export async function makePreparedVideos(
  folder: string,
  ids: readonly string[],
): Promise<{ readonly data: string; readonly prepared: string }> {
  const data = join(folder, "videos");
  for (const [index, id] of ids.entries()) {
    await Deno.mkdir(dirname(join(data, id)), { recursive: true });
    await encodeGray(join(data, id), { frames: 3 + index });
  }
  const prepared = join(folder, "prepared");
  await prepareVideos(await readManifest(data), {
    folder: prepared,
    ffmpegPath: await ffmpegUnderTest(),
    shortSide: 256,
    concurrency: 2,
    origin: { data },
  });
  return { data, prepared };
}
