import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import {
  decodeWindow,
  FrameCache,
  frames,
  openFrames,
  openStream,
  windows,
} from "../../../datasets/mod.ts";
import {
  assertSamePixels,
  encodeFormula,
  ffmpegUnderTest,
  runFfmpeg,
  testInFolder,
} from "../_fixtures.ts";
import { encodeNumbered, NUMBERED_SIZE, numberOf } from "../_numbered_videos.ts";
import { transcode } from "../prepare/_transcode.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { assertFollowers } from "./_followers.ts";
import { nativeImages, pairAt } from "./_native_images.ts";
import { readAll } from "./_read_all.ts";

const FRAME_BYTES = NUMBERED_SIZE.width * NUMBERED_SIZE.height * 3;

const H264 = ["-c:v", "libx264", "-preset", "ultrafast"];

/** Why a video of one image has no changes. */
const STILL = /: it must have at least two images to show a change: it has one$/;

/** The same videos in each run. */
const SAME_EACH_TIME = { seed: 20261126, numRuns: 6 };

const video = fc.record({
  ending: fc.constantFrom("mp4", "mkv", "ts"),
  rate: fc.constantFrom("10", "25", "30000/1001", "60"),
  // Enough images for any ffmpeg to know a transport stream.
  frames: fc.integer({ min: 24, max: 100 }),
  // Of each three images the ones at these positions stay, so that the distances vary.
  kept: fc.subarray([0, 1, 2], { minLength: 1 }),
  keyDistance: fc.constantFrom(1, 12, 250),
  bFrames: fc.integer({ min: 0, max: 2 }),
});
type Video = typeof video extends fc.Arbitrary<infer Value> ? Value : never;

async function encode(folder: string, options: Video): Promise<string> {
  const { ending, rate, frames, kept, keyDistance, bFrames } = options;
  const whole = await encodeNumbered(join(folder, "whole.mkv"), {
    rate,
    frames,
    output: ["-c:v", "ffv1"],
  });
  const path = join(folder, `a.${ending}`);
  const positions = kept.map((position) => `eq(mod(n\\,3)\\,${position})`).join("+");
  await runFfmpeg([
    ...["-i", whole, "-vf", `select=${positions}`, ...H264],
    ...["-g", String(keyDistance), "-bf", String(bFrames), path],
  ]);
  return path;
}

async function decodeWhole(path: string, framesPerSecond: number, nextFrames: boolean) {
  const ffmpegPath = await ffmpegUnderTest();
  const grid = { ffmpegPath, framesPerSecond, size: NUMBERED_SIZE };
  return await readAll(await openFrames(path, { ...grid, nextFrames }));
}

/** The numbers that a frame and the one that follows it show. */
function numbersOf(pair: Uint8Array): [number, number] {
  return [numberOf(pair.subarray(0, FRAME_BYTES)), numberOf(pair.subarray(FRAME_BYTES))];
}

/** The numbers that the frames of a window and those that follow them show. */
function numbersIn(
  window: { readonly frames: Uint8Array; readonly nextFrames?: Uint8Array | undefined },
) {
  const { frames, nextFrames } = window;
  assert.equal(nextFrames?.byteLength, frames.byteLength);
  const count = frames.byteLength / FRAME_BYTES;
  return Array.from({ length: count }, (_, index) => {
    const partOf = (all: Uint8Array) =>
      numberOf(all.subarray(index * FRAME_BYTES, (index + 1) * FRAME_BYTES));
    return [partOf(frames), partOf(nextFrames)];
  });
}

/** Asserts that the pairs of a video are those of its images, and its frames those without pairs. */
async function assertPairs(path: string, framesPerSecond: number) {
  const images = await nativeImages(path);
  const pairs = await decodeWhole(path, framesPerSecond, true);
  const expected = pairs.map((_, index) => pairAt(images, index, framesPerSecond));
  assert.deepEqual(pairs.map(numbersOf), expected, path);
  const plain = await decodeWhole(path, framesPerSecond, false);
  assert.equal(pairs.length, plain.length);
  for (const [index, frame] of plain.entries()) {
    assertSamePixels(pairs[index]!.subarray(0, FRAME_BYTES), frame, `${path}: frame ${index}`);
  }
  return pairs;
}

Deno.test("Law: each frame comes with the image that follows it in the file", () =>
  withFolder((folder) =>
    fc.assert(
      fc.asyncProperty(
        video,
        fc.constantFrom(3.75, 7.5, 30),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (options, framesPerSecond, draw) => {
          const path = await encode(folder, options);
          const pairs = await assertPairs(path, framesPerSecond);
          const ffmpegPath = await ffmpegUnderTest();
          const grid = { ffmpegPath, framesPerSecond, size: NUMBERED_SIZE, nextFrames: true };
          const clip = { startFrame: Math.floor(draw * pairs.length), frameCount: 3 };
          for (const budgetBytes of [0, 1e9]) {
            const cache = new FrameCache({ ...grid, budgetBytes });
            const window = await cache.loadWindow({ path }, clip);
            const shown = [0, 1, 2].map((index) =>
              pairs[Math.min(clip.startFrame + index, pairs.length - 1)]!
            );
            assert.deepEqual(numbersIn(window), shown.map(numbersOf));
            for (const [index, pair] of shown.entries()) {
              const part = window.nextFrames!.subarray(index * FRAME_BYTES).subarray(
                0,
                FRAME_BYTES,
              );
              assertSamePixels(part, pair.subarray(FRAME_BYTES), `frame after ${index} of ${path}`);
            }
          }
        },
      ),
      SAME_EACH_TIME,
    )
  ));

testInFolder("No pair of a 25 fps video is equal on a grid of 30 fps", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 25, framesPerSecond: 25 });
  const ffmpegPath = await ffmpegUnderTest();
  const size = { width: 32, height: 24 };
  const bytes = 32 * 24 * 3;
  const grid = { ffmpegPath, framesPerSecond: 30, size, nextFrames: true };
  const pairs = await readAll(await openFrames(path, grid));
  // The first byte of the formula is the number of the image.
  const shown = pairs.map((pair) => [pair[0], pair[bytes]]);
  assert.equal(shown.length, 30);
  const repeated = shown.filter(([image], index) => image === shown[index + 1]?.[0]);
  assert.equal(repeated.length, 5);
  for (const [image, next] of shown.slice(0, -1)) assert.equal(next, image! + 1);
  assert.deepEqual(shown.at(-1), [24, 24]);
});

testInFolder("Interlaced, joined and prepared videos have the next frames", async (folder) => {
  const numbered = { rate: "25", frames: 40 };
  const fields = await encodeNumbered(join(folder, "fields.mp4"), {
    ...numbered,
    output: [...H264, "-flags", "+ildct+ilme", "-x264-params", "tff=1"],
  });
  await assertPairs(fields, 7.5);
  const parts: Uint8Array[] = [];
  for (const first of [0, 40]) {
    const output = [...H264, "-g", "12"];
    const part = await encodeNumbered(join(folder, "part.ts"), { ...numbered, first, output });
    parts.push(await Deno.readFile(part));
  }
  const joined = join(folder, "joined.ts");
  await Deno.writeFile(joined, await new Blob(parts as BlobPart[]).bytes());
  const prepared = await transcode(joined);
  for (const path of [fields, joined, prepared]) await assertFollowers(path, 25);
  const expected = Array.from({ length: 80 }, (_, index) => [index, Math.min(index + 1, 79)]);
  assert.deepEqual((await decodeWhole(prepared, 25, true)).map(numbersOf), expected);
});

testInFolder("A video of two images has one change, one of a single image none", async (folder) => {
  const ffmpegPath = await ffmpegUnderTest();
  const size = { width: 32, height: 24 };
  const grid = { ffmpegPath, framesPerSecond: 30, size, nextFrames: true };
  const two = await encodeFormula(join(folder, "two.mkv"), { frames: 2, framesPerSecond: 10 });
  const pairs = await readAll(await openFrames(two, grid));
  const shown = pairs.map((pair) => [pair[0], pair[pair.byteLength / 2]]);
  assert.deepEqual(shown, [[0, 1], [0, 1], [0, 1], [1, 1], [1, 1], [1, 1]]);
  const one = await encodeFormula(join(folder, "one.mkv"), { frames: 1, framesPerSecond: 10 });
  const image = join(folder, "image.gif");
  await runFfmpeg(["-i", one, image]);
  for (const path of [one, image]) {
    const window = { startFrame: 0, frameCount: 4 };
    const whole = openFrames(path, grid).then(readAll);
    await assert.rejects(whole, { name: "DecodeError", message: STILL });
    const part = decodeWindow(path, { ...grid, startSec: 0, durationSec: 1 });
    await assert.rejects(part, { name: "DecodeError", message: STILL });
    for (const budgetBytes of [0, 1e9]) {
      const cache = new FrameCache({ ...grid, budgetBytes });
      await assert.rejects(cache.loadWindow({ path }, window), { message: STILL });
    }
  }
  const stream = { kind: "bytes", name: "-", bytes: (await Deno.open(one)).readable } as const;
  await assert.rejects(openStream(stream, grid).then(readAll), { message: STILL });
});

testInFolder("FrameCache counts the next frames, and copies them", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 20, framesPerSecond: 10 });
  const ffmpegPath = await ffmpegUnderTest();
  const size = { width: 32, height: 24 };
  const bytes = 32 * 24 * 3;
  const grid = { ffmpegPath, framesPerSecond: 10, size, nextFrames: true };
  const cache = new FrameCache({ ...grid, budgetBytes: 40 * bytes });
  const window = { startFrame: 15, frameCount: 8 };
  const decoded = await cache.loadWindow({ path }, window);
  assert.deepEqual([cache.videosHeld, cache.bytesHeld], [1, 40 * bytes]);
  assert.deepEqual(await cache.loadWindow({ path }, window), decoded);
  const tooSmall = new FrameCache({ ...grid, budgetBytes: 39 * bytes });
  assert.deepEqual(await tooSmall.loadWindow({ path }, window), decoded);
  assert.deepEqual([tooSmall.videosHeld, tooSmall.bytesHeld], [0, 0]);
  const plain = new FrameCache({ ...grid, nextFrames: false, budgetBytes: 0 });
  const { nextFrames, ...others } = decoded;
  assert.deepEqual(await plain.loadWindow({ path }, window), others);
  const next = Array.from({ length: 8 }, (_, index) => nextFrames?.[index * bytes]);
  assert.deepEqual(next, [16, 17, 18, 19, 19, 19, 19, 19]);
});

testInFolder("Streams have the next frames of files: frames() and windows()", async (folder) => {
  const path = await encodeNumbered(join(folder, "a.mkv"), {
    rate: "25",
    frames: 50,
    output: [...H264, "-bf", "2"],
  });
  const options = { framesPerSecond: 7.5, size: NUMBERED_SIZE, nextFrames: true };
  const images = await nativeImages(path);
  const openBytes = async () => {
    return { kind: "bytes", name: "-", bytes: (await Deno.open(path)).readable } as const;
  };
  for (const source of [path, await openBytes()]) {
    const shown: unknown[] = [];
    for await (const { pixels, nextPixels } of frames(source, options)) {
      assert.ok(nextPixels !== undefined);
      assert.deepEqual(pairAt(images, shown.length, 7.5), [numberOf(pixels), numberOf(nextPixels)]);
      shown.push(pixels);
    }
    assert.equal(shown.length, 15);
  }
  const cut = { ...options, frameCount: 4, stride: 2, hop: 3 };
  for (const source of [path, await openBytes()]) {
    for await (const { startFrame, ...window } of windows(source, cut)) {
      const expected = [0, 2, 4, 6].map((frame) => pairAt(images, startFrame + frame, 7.5));
      assert.deepEqual(numbersIn(window), expected);
    }
  }
});
