import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, type FrameSource, openFrames } from "../../../datasets/mod.ts";
import {
  assertNoChildLeft,
  childProcesses,
  encodeFormula,
  ffmpegUnderTest,
  formulaFrame,
  formulaPixel,
  testInFolder,
  WITHOUT_PROC,
} from "../_fixtures.ts";

const SIZE = { width: 32, height: 24 };

testInFolder(
  "openFrames() turns and mirrors as the display matrix says, pixel by pixel",
  async (folder) => {
    const width = 32;
    const height = 24;
    const extra = ["-c:v", "qtrle", "-pix_fmt", "rgb24"];
    const upright = await encodeFormula(join(folder, "a.mov"), {
      frames: 2,
      framesPerSecond: 10,
      width,
      height,
      extra,
    });
    // Where the pixel (x, y) of the turned picture lies in the stored one.
    const turns = [
      { matrix: [0, 1, -1, 0], at: (x: number, y: number) => [y, height - 1 - x] as const },
      {
        matrix: [-1, 0, 0, -1],
        at: (x: number, y: number) => [width - 1 - x, height - 1 - y] as const,
      },
      { matrix: [0, -1, 1, 0], at: (x: number, y: number) => [width - 1 - y, x] as const },
      { matrix: [-1, 0, 0, 1], at: (x: number, y: number) => [width - 1 - x, y] as const },
      { matrix: [1, 0, 0, -1], at: (x: number, y: number) => [x, height - 1 - y] as const },
      { matrix: [0, 1, 1, 0], at: (x: number, y: number) => [y, x] as const },
      {
        matrix: [0, -1, -1, 0],
        at: (x: number, y: number) => [width - 1 - y, height - 1 - x] as const,
      },
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
  },
);

/**
 * A QuickTime file with another display matrix (a, b, c, d of its first two columns) in its track
 * header.
 */
function withMatrix(file: Uint8Array, [a = 1, b = 0, c = 0, d = 1]: readonly number[]): Uint8Array {
  const header = new TextDecoder("latin1").decode(file).indexOf("tkhd");
  const view = new DataView(file.buffer, file.byteOffset + header + 44);
  [a, b, 0, c, d, 0].forEach((value, index) => view.setInt32(index * 4, value * 0x10000));
  return file;
}

testInFolder("openFrames() makes pixels square", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), {
    frames: 2,
    framesPerSecond: 10,
    extra: ["-vf", "setsar=2/1"],
  });
  const ffmpegPath = await ffmpegUnderTest();
  const size = { shortSide: 24 };
  await using source = await openFrames(path, { ffmpegPath, framesPerSecond: 10, size });
  assert.deepEqual([source.width, source.height], [64, 24]);
  assert.equal((await source.read())?.byteLength, 64 * 24 * 3);
});

testInFolder("openFrames() gives each frame once and then null", async (folder) => {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 12, framesPerSecond: 10 });
  const ffmpegPath = await ffmpegUnderTest();
  await using source = await openFrames(path, { ffmpegPath, framesPerSecond: 10, size: SIZE });
  for (let index = 0; index < 12; index++) {
    assert.deepEqual(await source.read(), formulaFrame(index, 32, 24));
  }
  assert.equal(await source.read(), null);
  assert.equal(await source.read(), null);
});

Deno.test("openFrames() blames ffmpeg, not the video, when ffmpeg does not start", async () => {
  const opening = openFrames("a.mp4", {
    ffmpegPath: "/nonexistent/ffmpeg",
    framesPerSecond: 10,
    size: SIZE,
  });
  await assert.rejects(opening, (error) => {
    assert.ok(!(error instanceof DecodeError));
    assert.match(String(error), /Cannot start ffmpeg at '\/nonexistent\/ffmpeg'/);
    return true;
  });
});

Deno.test("openFrames() refuses impossible options", async () => {
  const opening = { ffmpegPath: "ffmpeg", framesPerSecond: 10, size: SIZE };
  const wrongOpening = [{ framesPerSecond: 0 }, { framesPerSecond: 1001 }, {
    framesPerSecond: NaN,
  }];
  for (const change of wrongOpening) {
    await assert.rejects(openFrames("a.mp4", { ...opening, ...change }), RangeError);
  }
});

testInFolder(
  "openFrames() lets ffmpeg wait while nobody reads, and close() ends it",
  async (folder) => {
    const path = await encodeFormula(join(folder, "a.mkv"), { frames: 200, framesPerSecond: 10 });
    const ffmpegPath = await ffmpegUnderTest();
    const size = { width: 320, height: 240 };
    const source = await openFrames(path, { ffmpegPath, framesPerSecond: 10, size });
    assert.equal((await source.read())?.byteLength, 320 * 240 * 3);
    // While another ffmpeg decodes all 200 frames, this one waits at the full pipe.
    const other = await openFrames(path, { ffmpegPath, framesPerSecond: 10, size });
    while (await other.read() !== null);
    if (Deno.build.os === "linux") assert.equal(childProcesses().length, 1);
    await source.close();
    assertNoChildLeft();
    await source.close();
    assert.equal(await source.read(), null);
  },
);

testInFolder(
  `openFrames() whose ffmpeg is stopped by Ctrl-C ends with our own reason${WITHOUT_PROC}`,
  async (folder) => {
    const { path, options } = await longVideo(folder);
    const interrupt = new AbortController();
    const source = await openFrames(path, options, interrupt.signal);
    await source.read();
    stopFfmpeg("SIGINT");
    // Ctrl-C reaches ffmpeg first; our own listener is notified a moment later.
    setTimeout(() => interrupt.abort(new Error("interrupted")), 50);
    await assert.rejects(readAll(source), /^Error: interrupted$/);
    await source.close();
    assertNoChildLeft();
  },
  { ignore: WITHOUT_PROC !== "" },
);

for (const signal of ["SIGINT", "SIGTERM", "SIGXCPU", "SIGKILL", "SIGSEGV"] as const) {
  testInFolder(
    `openFrames() gives the same frames if its ffmpeg gets ${signal} twice${WITHOUT_PROC}`,
    async (folder) => {
      const { path, options } = await longVideo(folder);
      await using undisturbed = await openFrames(path, options);
      const expected = await readAll(undisturbed);
      await using source = await openFrames(path, options);
      const frames: (Uint8Array | null)[] = [await source.read()];
      stopFfmpeg(signal);
      frames.push(await source.read(), await source.read());
      stopFfmpeg(signal);
      frames.push(...await readAll(source));
      assert.equal(frames.length, expected.length);
      assert.ok(frames.every((frame, index) => isSame(frame, expected[index])));
      assert.deepEqual(source.warnings, []);
      assertNoChildLeft();
    },
    { ignore: WITHOUT_PROC !== "" },
  );
}

/** A video whose frames do not fit into a pipe. */
async function longVideo(folder: string) {
  const path = await encodeFormula(join(folder, "a.mkv"), { frames: 60, framesPerSecond: 10 });
  const size = { width: 640, height: 480 };
  return { path, options: { ffmpegPath: await ffmpegUnderTest(), framesPerSecond: 10, size } };
}

function stopFfmpeg(signal: Deno.Signal): void {
  const [child = ""] = childProcesses();
  Deno.kill(Number.parseInt(child), signal);
}

async function readAll(source: FrameSource): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (let frame = await source.read(); frame !== null; frame = await source.read()) {
    frames.push(frame);
  }
  return frames;
}

/** Compared by hand: `assert.deepEqual` would spend minutes on describing a difference. */
function isSame(frame: Uint8Array | null, expected: Uint8Array | undefined): boolean {
  return frame?.every((byte, index) => byte === expected?.[index]) === true;
}
