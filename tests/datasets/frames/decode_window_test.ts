import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, decodeWindow } from "../../../datasets/mod.ts";
import {
  assertNoChildLeft,
  encodeFormula,
  ffmpegUnderTest,
  formulaFrame,
  testInFolder,
} from "../_fixtures.ts";

const SIZE = { width: 32, height: 24 };

/** Decodes `frameCount` grid frames from `startFrame` on. */
async function decodeGrid(
  path: string,
  grid: { framesPerSecond: number; startFrame: number; frameCount: number },
) {
  return await decodeWindow(path, {
    ffmpegPath: await ffmpegUnderTest(),
    framesPerSecond: grid.framesPerSecond,
    startSec: grid.startFrame / grid.framesPerSecond,
    durationSec: grid.frameCount / grid.framesPerSecond,
    size: SIZE,
  });
}

/** The formula's index of each frame, after comparing every pixel with the formula. */
function indexesOf(frames: Uint8Array): number[] {
  const frameBytes = SIZE.width * SIZE.height * 3;
  return Array.from({ length: frames.byteLength / frameBytes }, (_, k) => {
    const frame = frames.subarray(k * frameBytes, (k + 1) * frameBytes);
    const index = frame[0] ?? -1;
    assert.deepEqual(frame, formulaFrame(index, SIZE.width, SIZE.height), `frame ${k}`);
    return index;
  });
}

testInFolder("decodeWindow() gives exact pixels on grids of all rates", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 100, framesPerSecond: 10 });
  const windows = [
    { framesPerSecond: 10, startFrame: 0, frameCount: 3, indexes: [0, 1, 2] },
    { framesPerSecond: 10, startFrame: 57, frameCount: 3, indexes: [57, 58, 59] },
    { framesPerSecond: 5, startFrame: 20, frameCount: 4, indexes: [40, 42, 44, 46] },
    { framesPerSecond: 20, startFrame: 41, frameCount: 4, indexes: [20, 21, 21, 22] },
    { framesPerSecond: 30, startFrame: 62, frameCount: 5, indexes: [20, 21, 21, 21, 22] },
    { framesPerSecond: 2.5, startFrame: 5, frameCount: 3, indexes: [21, 25, 29] },
  ];
  for (const { indexes, ...grid } of windows) {
    const window = await decodeGrid(path, grid);
    assert.deepEqual(indexesOf(window.frames), indexes, JSON.stringify(grid));
    assert.deepEqual([window.frameCount, window.width, window.height], [
      indexes.length,
      32,
      24,
    ]);
    assert.deepEqual(window.warnings, []);
  }
});

testInFolder("decodeWindow() repeats the last frame behind the end", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 100, framesPerSecond: 10 });
  const { frames } = await decodeGrid(path, { framesPerSecond: 10, startFrame: 95, frameCount: 9 });
  const indexes = indexesOf(frames);
  assert.deepEqual(indexes, [95, 96, 97, 98, 99, 99, 99, 99, 99]);
  assert.deepEqual(indexes.filter((_, k) => k % 2 === 0), [95, 97, 99, 99, 99]);
});

testInFolder("decodeWindow() moves a start behind the end back, and warns", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 40, framesPerSecond: 10 });
  const grid = { framesPerSecond: 10, startFrame: 200, frameCount: 5 };
  const { frames, warnings } = await decodeGrid(path, grid);
  assert.deepEqual(indexesOf(frames), [35, 36, 37, 38, 39]);
  assert.equal(warnings.length, 1);
  const long = await decodeGrid(path, { ...grid, frameCount: 42 });
  assert.deepEqual(indexesOf(long.frames).slice(-4), [38, 39, 39, 39]);
});

testInFolder("decodeWindow() follows the time stamps of a variable frame rate", async (folder) => {
  // Frames 0-9 every tenth of a second, then a gap of three seconds, then every fifth.
  const path = await encodeFormula(join(folder, "a.mkv"), {
    frames: 20,
    framesPerSecond: 10,
    extra: ["-vf", "settb=1/1000,setpts='if(lt(N,10),N*100,3900+(N-10)*200)'"],
  });
  const whole = await decodeGrid(path, { framesPerSecond: 10, startFrame: 0, frameCount: 57 });
  const expected = [0, 1, 2, 3, 4, 5, 6, 7, 8, ...Array<number>(30).fill(9)];
  for (let index = 10; index < 19; index++) expected.push(index, index);
  assert.deepEqual(indexesOf(whole.frames), expected);
  // In the gap, far from any picture, seeking still finds the one that is shown.
  for (const startFrame of [5, 25, 37, 44]) {
    const part = await decodeGrid(path, { framesPerSecond: 10, startFrame, frameCount: 4 });
    assert.deepEqual(indexesOf(part.frames), expected.slice(startFrame, startFrame + 4));
  }
});

testInFolder("decodeWindow() ends ffmpeg before it reports an abort", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 200, framesPerSecond: 10 });
  const ffmpegPath = await ffmpegUnderTest();
  const options = {
    ffmpegPath,
    startSec: 0,
    durationSec: 20,
    framesPerSecond: 100,
    size: { width: 640, height: 480 },
  };
  // Before ffmpeg starts, while it starts, and while it decodes.
  for (const afterMs of [0, 5, 30, 60]) {
    const controller = new AbortController();
    const reason = new Error("enough");
    const timer = setTimeout(() => controller.abort(reason), afterMs);
    await assert.rejects(decodeWindow(path, options, controller.signal), reason);
    assertNoChildLeft();
    clearTimeout(timer);
  }
  await assert.rejects(
    decodeWindow(path, options, AbortSignal.abort(new Error("before"))),
    /before/,
  );
});

testInFolder(
  "decodeWindow() keeps what a truncated video still gives, and warns",
  async (folder) => {
    const whole = await encodeFormula(join(folder, "a.mkv"), { frames: 100, framesPerSecond: 10 });
    const bytes = await Deno.readFile(whole);
    const path = join(folder, "half.mkv");
    await Deno.writeFile(path, bytes.subarray(0, bytes.length / 2));
    const grid = { framesPerSecond: 10, startFrame: 40, frameCount: 20 };
    const { frames, warnings } = await decodeGrid(path, grid);
    // The frame cut in two may come out garbled; those before it are sound, and the last one
    // repeats.
    const frameBytes = 32 * 24 * 3;
    assert.deepEqual(indexesOf(frames.subarray(0, 5 * frameBytes)), [40, 41, 42, 43, 44]);
    assert.deepEqual(
      frames.subarray(-frameBytes),
      frames.subarray(-2 * frameBytes, -frameBytes),
    );
    assert.ok(warnings.length > 0);
  },
);

testInFolder("decodeWindow() names file and reason in one line", async (folder) => {
  const empty = join(folder, "empty.mp4");
  await Deno.writeFile(empty, new Uint8Array());
  const text = join(folder, "text.mp4");
  await Deno.writeTextFile(text, "no video at all\n".repeat(100));
  const expected = [
    [join(folder, "missing.mp4"), "the file does not exist"],
    [empty, "the file is empty"],
    [folder, "it is a folder"],
    [text, "its index is missing, as in a file that was cut off: moov atom not found"],
  ] as const;
  for (const [path, reason] of expected) {
    const grid = { framesPerSecond: 10, startFrame: 0, frameCount: 2 };
    await assert.rejects(decodeGrid(path, grid), (error) => {
      assert.ok(error instanceof DecodeError);
      assert.equal(error.message, `Cannot decode '${path}': ${reason}`);
      assert.equal(error.path, path);
      return true;
    });
  }
});

Deno.test("decodeWindow() refuses impossible options", async () => {
  const options = {
    ffmpegPath: "ffmpeg",
    startSec: 0,
    durationSec: 1,
    framesPerSecond: 10,
    size: SIZE,
  };
  const wrong = [{ startSec: -1 }, { startSec: NaN }, { durationSec: 0 }, { durationSec: 0.01 }];
  for (const change of wrong) {
    await assert.rejects(decodeWindow("a.mp4", { ...options, ...change }), RangeError);
  }
});
