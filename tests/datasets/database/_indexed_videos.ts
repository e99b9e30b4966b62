import { dirname, join } from "node:path";
import { indexManifest, type IndexManifestOptions, readManifest } from "../../../datasets/mod.ts";
import { encodeFormula, ffmpegUnderTest } from "../_fixtures.ts";

/** The videos that {@linkcode makeVideos} encodes, each of another size and length. */
export const NAMES = ["train/a/1.avi", "train/b/2.mkv", "test/a/3.avi", "test/b/4.mkv"] as const;

/** Encodes videos, and writes a file that is not a video beside them. */
export async function makeVideos(folder: string): Promise<void> {
  for (const [index, name] of NAMES.entries()) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    const size = { width: 32 + 16 * index, height: 24 };
    await encodeFormula(join(folder, name), { frames: 5 + index, framesPerSecond: 25, ...size });
  }
  await Deno.writeTextFile(join(folder, "train/a/broken.avi"), "no video");
}

/** Indexes a folder and returns "new path problem" for each video. */
export async function indexFolder(
  folder: string,
  file: string,
  options: Partial<IndexManifestOptions> = {},
): Promise<string[]> {
  const lines: string[] = [];
  await indexManifest(await readManifest(folder, { split: options.split }), {
    file,
    ffmpegPath: await ffmpegUnderTest(),
    concurrency: 2,
    onVideo: ({ path, problem, isNew }) => {
      const state = isNew ? "new" : "known";
      lines.push(`${state} ${path.slice(folder.length + 1)} ${problem !== null}`);
    },
    ...options,
  });
  return lines.sort();
}
