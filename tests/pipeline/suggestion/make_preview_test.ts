import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, locateFfmpeg, openFrames } from "../../../datasets/mod.ts";
import { makePreview } from "../../../pipeline/suggestion/make_preview.ts";
import { runFfmpeg } from "../../datasets/_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";

async function preview(path: string, folder: string) {
  const { path: ffmpegPath } = await locateFfmpeg();
  const { signal } = new AbortController();
  return await makePreview(path, { folder, ffmpegPath, signal });
}

/** The image's size, as ffmpeg decodes it. */
async function sizeOf(path: string) {
  const { path: ffmpegPath } = await locateFfmpeg();
  const options = { ffmpegPath, framesPerSecond: 1, size: { shortSide: 240 } };
  await using source = await openFrames(path, options);
  return [source.width, source.height];
}

for (
  const [name, seconds, frames] of [
    ["ten frames a second of a short video", 1.5, 15],
    ["64 frames spread over a long video", 20, 64],
  ] as const
) {
  Deno.test(`makePreview() writes ${name}, whatever its codec`, () =>
    withFolder(async (root) => {
      const video = join(root, "upright.avi");
      await runFfmpeg([
        ...["-f", "lavfi", "-i", "testsrc=size=32x48:rate=12", "-t", String(seconds)],
        ...["-c:v", "mpeg4", video],
      ]);
      // A folder whose name is a pattern to ffmpeg.
      const folder = join(root, "100 %d");
      await Deno.mkdir(folder);
      const made = await preview(video, folder);
      assert.deepEqual([made.frames, Math.round(made.seconds * 10) / 10], [frames, seconds]);
      const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
      assert.deepEqual(names, Array.from({ length: frames }, (_, index) => `${index}.jpg`).sort());
      // By its name ffmpeg would take it for one of several numbered images, which are refused.
      const image = join(root, "image");
      await Deno.copyFile(join(folder, "0.jpg"), image);
      assert.deepEqual(await sizeOf(image), [240, 360]);
    }));
}

Deno.test("makePreview() refuses what is not a video", () =>
  withFolder(async (folder) => {
    const path = join(folder, "text.mp4");
    await Deno.writeTextFile(path, "not a video");
    await assert.rejects(preview(path, folder), DecodeError);
  }));
