import { strict as assert } from "node:assert";
import { join } from "node:path";
import { DecodeError, decodeWindow, openFrames } from "../../datasets/mod.ts";
import {
  assertNoChildLeft,
  childProcesses,
  encodeFormula,
  ffmpegUnderTest,
  formulaFrame,
  formulaPixel,
  testInFolder,
} from "./_fixtures.ts";

const exact = { width: 32, height: 24 };

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
    size: exact,
  });
}

/** The formula's index of each frame, after comparing every pixel with the formula. */
function indexesOf(frames: Uint8Array): number[] {
  const frameBytes = exact.width * exact.height * 3;
  return Array.from({ length: frames.byteLength / frameBytes }, (_, k) => {
    const frame = frames.subarray(k * frameBytes, (k + 1) * frameBytes);
    const index = frame[0] ?? -1;
    assert.deepEqual(frame, formulaFrame(index, exact.width, exact.height), `frame ${k}`);
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
    assert.deepEqual([window.frameCount, window.width, window.height], [indexes.length, 32, 24]);
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

testInFolder("openFrames() turns every right angle upright, pixel by pixel", async (folder) => {
  const [width, height] = [32, 24];
  const extra = ["-c:v", "qtrle", "-pix_fmt", "rgb24"];
  const upright = await encodeFormula(join(folder, "a.mov"), {
    ...{ frames: 2, framesPerSecond: 10, width, height, extra },
  });
  // Where the pixel (x, y) of the turned picture lies in the stored one.
  const turns = [
    { matrix: [0, 1, -1, 0], at: (x: number, y: number) => [y, height - 1 - x] as const },
    {
      matrix: [-1, 0, 0, -1],
      at: (x: number, y: number) => [width - 1 - x, height - 1 - y] as const,
    },
    { matrix: [0, -1, 1, 0], at: (x: number, y: number) => [width - 1 - y, x] as const },
  ];
  for (const { matrix, at } of turns) {
    const path = join(folder, "turned.mov");
    await Deno.writeFile(path, withMatrix(await Deno.readFile(upright), matrix));
    const shown = matrix[0] === 0 ? [height, width] : [width, height];
    const ffmpegPath = await ffmpegUnderTest();
    const size = { shortSide: height };
    await using source = await openFrames(path, { ffmpegPath, framesPerSecond: 10, size });
    assert.deepEqual([source.width, source.height], shown);
    assert.ok(await source.read() !== null);
    const frame = await source.read();
    for (let y = 0; y < source.height; y++) {
      for (let x = 0; x < source.width; x++) {
        const offset = (y * source.width + x) * 3;
        const pixel = [...frame?.subarray(offset, offset + 3) ?? []];
        assert.deepEqual(pixel, formulaPixel(1, ...at(x, y)), `${matrix} at (${x}, ${y})`);
      }
    }
  }
});

/** A QuickTime file with another display matrix (a, b, c, d of its first two columns) in its track header. */
function withMatrix(file: Uint8Array, [a = 1, b = 0, c = 0, d = 1]: readonly number[]): Uint8Array {
  const header = new TextDecoder("latin1").decode(file).indexOf("tkhd");
  const view = new DataView(file.buffer, file.byteOffset + header + 44);
  [a, b, 0, c, d, 0].forEach((value, index) => view.setInt32(index * 4, value * 0x10000));
  return file;
}

testInFolder("openFrames() makes pixels square", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), {
    ...{ frames: 2, framesPerSecond: 10, extra: ["-vf", "setsar=2/1"] },
  });
  const ffmpegPath = await ffmpegUnderTest();
  const size = { shortSide: 24 };
  await using source = await openFrames(path, { ffmpegPath, framesPerSecond: 10, size });
  assert.deepEqual([source.width, source.height], [64, 24]);
  assert.equal((await source.read())?.byteLength, 64 * 24 * 3);
});

testInFolder(
  "openFrames() stops ffmpeg while nobody reads, and close() ends it",
  async (folder) => {
    const path = await encodeFormula(join(folder, "a.mkv"), { frames: 200, framesPerSecond: 10 });
    const ffmpegPath = await ffmpegUnderTest();
    const size = { width: 320, height: 240 };
    const source = await openFrames(path, { ffmpegPath, framesPerSecond: 10, size });
    assert.equal((await source.read())?.byteLength, 320 * 240 * 3);
    // Time to decode all 200 frames many times over, were it not for the full pipe.
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (Deno.build.os === "linux") assert.equal(childProcesses().length, 1);
    await source.close();
    assertNoChildLeft();
    await source.close();
    assert.equal(await source.read(), null);
  },
);

testInFolder("openFrames() gives each frame once and then null", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 12, framesPerSecond: 10 });
  const ffmpegPath = await ffmpegUnderTest();
  await using source = await openFrames(path, { ffmpegPath, framesPerSecond: 10, size: exact });
  for (let index = 0; index < 12; index++) {
    assert.deepEqual(await source.read(), formulaFrame(index, 32, 24));
  }
  assert.equal(await source.read(), null);
  assert.equal(await source.read(), null);
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
    // The frame cut in two may come out garbled; those before it are sound, and the last one repeats.
    const frameBytes = 32 * 24 * 3;
    assert.deepEqual(indexesOf(frames.subarray(0, 5 * frameBytes)), [40, 41, 42, 43, 44]);
    assert.deepEqual(frames.subarray(-frameBytes), frames.subarray(-2 * frameBytes, -frameBytes));
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
    [folder, "it is not a file"],
    [text, "moov atom not found"],
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
    size: exact,
  };
  const wrong = [{ startSec: -1 }, { startSec: NaN }, { durationSec: 0 }, { durationSec: 0.01 }];
  for (const change of wrong) {
    await assert.rejects(decodeWindow("a.mp4", { ...options, ...change }), RangeError);
  }
  const opening = { ffmpegPath: "ffmpeg", framesPerSecond: 10, size: exact };
  const wrongOpening = [{ framesPerSecond: 0 }, { startFrame: 0.5 }, { frameCount: 0 }];
  for (const change of wrongOpening) {
    await assert.rejects(openFrames("a.mp4", { ...opening, ...change }), RangeError);
  }
});

Deno.test("openFrames() blames ffmpeg, not the video, when ffmpeg does not start", async () => {
  const opening = openFrames("a.mp4", {
    ffmpegPath: "/nonexistent/ffmpeg",
    framesPerSecond: 10,
    size: exact,
  });
  await assert.rejects(opening, (error) => {
    assert.ok(!(error instanceof DecodeError));
    assert.match(String(error), /Cannot start ffmpeg at '\/nonexistent\/ffmpeg'/);
    return true;
  });
});
