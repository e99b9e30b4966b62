import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeWindow, encodeVideo } from "../../../../../datasets/mod.ts";
import { scaleFrame } from "../../../../../pipeline/export/web/page/scale_frame.ts";
import { ffmpegUnderTest } from "../../../../datasets/_fixtures.ts";
import { withFolder } from "../../../../_temporary_folder.ts";

/** How far levels may be from ffmpeg's, which rounds twice. */
const TOLERANCE = 1;

const SIZE = { width: 100, height: 64 };

/** Gray noise: colors are no matter of scaling, and ffmpeg stores them at half the size. */
function noise(): Uint8Array {
  const pixels = new Uint8Array(SIZE.width * SIZE.height * 3);
  for (let index = 0; index < pixels.length; index++) {
    pixels[index] = (Math.floor(index / 3) * 7919) % 256;
  }
  return pixels;
}

function canvasImage(pixels: Uint8Array) {
  const data = new Uint8ClampedArray(pixels.length / 3 * 4).fill(255);
  for (const [index, level] of pixels.entries()) {
    data[Math.floor(index / 3) * 4 + index % 3] = level;
  }
  return { ...SIZE, data };
}

for (const shortSide of [64, 40, 17, 96]) {
  Deno.test(`scaleFrame() scales to ${shortSide} pixels as ffmpeg does`, () =>
    withFolder(async (folder) => {
      const ffmpegPath = await ffmpegUnderTest();
      const path = join(folder, "noise.mp4");
      const pixels = noise();
      await encodeVideo({ frames: pixels, ...SIZE, framesPerSecond: 5, path, ffmpegPath });
      const grid = { startSec: 0, durationSec: 0.2, framesPerSecond: 5 };
      const decoded = await decodeWindow(path, { ...grid, size: { shortSide }, ffmpegPath });
      const scaled = scaleFrame(canvasImage(pixels), decoded);
      const differences = Array.from(scaled, (level, index) => {
        return Math.abs(level - decoded.frames[index]!);
      });
      assert.equal(scaled.length, decoded.frames.length);
      assert.ok(Math.max(...differences) <= TOLERANCE, `${Math.max(...differences)} levels`);
    }));
}
