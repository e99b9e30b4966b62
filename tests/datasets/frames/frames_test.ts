import assert from "node:assert/strict";
import { join } from "node:path";
import {
  DecodeError,
  decodeWindow,
  type Frame,
  frames,
  openVideo,
  type VideoStream,
  windows,
} from "../../../datasets/mod.ts";
import {
  assertNoChildLeft,
  assertSamePixels,
  childProcesses,
  encodeFormula,
  ffmpegUnderTest,
  formulaFrame,
  runFfmpeg,
  testInFolder,
  WITHOUT_PROC,
} from "../_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";

const SIZE = { width: 32, height: 24 };

/** Encodes `count` frames of the formula at 10 a second. */
function encodeTenths(folder: string, count: number): Promise<string> {
  return encodeFormula(join(folder, "a.mkv"), { frames: count, framesPerSecond: 10 });
}

async function gridOf(framesPerSecond = 10) {
  return { ffmpegPath: await ffmpegUnderTest(), framesPerSecond, size: SIZE };
}

testInFolder(
  "frames() gives each frame once, with its time, in every iteration",
  async (folder) => {
    const video = frames(await encodeTenths(folder, 12), await gridOf());
    for (let iteration = 0; iteration < 2; iteration++) {
      let count = 0;
      for await (const { pixels, index, timeSec, width, height } of video) {
        assert.deepEqual([index, timeSec, width, height], [count, count / 10, 32, 24]);
        assertSamePixels(pixels, formulaFrame(index, 32, 24), `frame ${index}`);
        count++;
      }
      assert.equal(count, 12);
    }
  },
);

testInFolder("windows() gives the pixels of decodeWindow() at the same times", async (folder) => {
  const path = await encodeTenths(folder, 43);
  const shapes = [
    { frameCount: 8, hop: 5, framesPerSecond: 10 },
    { frameCount: 4, stride: 3, hop: 7, framesPerSecond: 30 },
    { frameCount: 3, stride: 2, framesPerSecond: 7.5 },
    { frameCount: 30, stride: 2, framesPerSecond: 10 },
  ];
  for (const shape of shapes) {
    const { frameCount, stride = 1, framesPerSecond } = shape;
    const grid = await gridOf(framesPerSecond);
    let count = 0;
    for await (const window of windows(path, { ...grid, ...shape })) {
      const { startSec } = window;
      const durationSec = ((frameCount - 1) * stride + 1) / framesPerSecond;
      const whole = await decodeWindow(path, { ...grid, startSec, durationSec });
      const bytes = SIZE.width * SIZE.height * 3;
      for (let index = 0; index < frameCount; index++) {
        const offset = index * stride * bytes;
        assertSamePixels(
          window.frames.subarray(index * bytes, (index + 1) * bytes),
          whole.frames.subarray(offset, offset + bytes),
          `frame ${index} of the window at ${startSec} s`,
        );
      }
      count++;
    }
    assert.ok(count > 0);
  }
});

testInFolder("windows() runs one ffmpeg, which waits while nobody asks", async (folder) => {
  const path = await encodeTenths(folder, 200);
  const size = { width: 320, height: 240 };
  const options = { ...await gridOf(), size, frameCount: 2 };
  const iterator = windows(path, options)[Symbol.asyncIterator]();
  assertNoChildLeft();
  await iterator.next();
  // While another ffmpeg decodes all 200 frames, this one waits at the full pipe.
  let count = 0;
  for await (const _ of frames(path, { ...options })) count++;
  assert.equal(count, 200);
  if (WITHOUT_PROC === "") assert.equal(childProcesses().length, 1);
  await iterator.next();
  await iterator.return?.();
  assertNoChildLeft();
  assert.deepEqual(await iterator.next(), { done: true, value: undefined });
});

testInFolder("frames() ends ffmpeg at a break", async (folder) => {
  const path = await encodeTenths(folder, 200);
  const options = { ...await gridOf(), size: { width: 320, height: 240 } };
  for await (const { index } of frames(path, options)) {
    if (index === 2) break;
  }
  assertNoChildLeft();
});

/** A stream that gives the bytes of a file and never ends. */
async function endlessBytes(path: string): Promise<VideoStream> {
  const file = await Deno.readFile(path);
  const bytes = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(file) });
  return { kind: "bytes", name: "-", bytes };
}

/** A stream that gives nothing and never ends. */
function silentBytes(): VideoStream {
  return { kind: "bytes", name: "-", bytes: new ReadableStream<Uint8Array>() };
}

for (const silent of [true, false]) {
  const when = silent ? "while the stream is opened" : "while a frame is awaited";
  for (const cut of [false, true]) {
    const name = cut ? "windows()" : "frames()";
    testInFolder(`${name} ends at once by return(), ${when}`, async (folder) => {
      const stream = silent ? silentBytes() : await endlessBytes(await encodeTenths(folder, 200));
      const options = { ...await gridOf(), frameCount: 1, onWarning: assert.fail };
      const video = cut ? windows(stream, options) : frames(stream, options);
      const iterator = video[Symbol.asyncIterator]();
      const results: Promise<IteratorResult<unknown>>[] = [];
      // More than there are frames: the last of them waits.
      const count = silent ? 1 : 300;
      for (let request = 0; request < count; request++) results.push(iterator.next());
      if (!silent) await results[0];
      await iterator.return?.();
      assertNoChildLeft();
      assert.equal((await results.at(-1))?.done, true);
    });
  }
}

testInFolder("frames() fails with the signal's reason, also before it starts", async (folder) => {
  const path = await encodeTenths(folder, 200);
  const abort = new AbortController();
  const options = { ...await gridOf(), size: { width: 320, height: 240 }, signal: abort.signal };
  const iterator = frames(path, options)[Symbol.asyncIterator]();
  await iterator.next();
  abort.abort(new Error("enough"));
  await assert.rejects(async () => await iterator.next(), /^Error: enough$/);
  assertNoChildLeft();
  assert.equal((await iterator.next()).done, true);
  await assert.rejects(Array.fromAsync(frames(path, options)), /^Error: enough$/);
});

testInFolder("frames() fails once with a DecodeError, and names what is wrong", async (folder) => {
  const path = join(folder, "a.mp4");
  const grid = await gridOf();
  const missing = frames(path, grid)[Symbol.asyncIterator]();
  await assert.rejects(
    async () => await missing.next(),
    (error) => error instanceof DecodeError && error.reason === `no such file: ${path}`,
  );
  assert.equal((await missing.next()).done, true);
  await Deno.writeTextFile(path, "no video");
  await assert.rejects(Array.fromAsync(frames(path, grid)), DecodeError);
});

testInFolder("frames() reports what was wrong with a video that gave frames", async (folder) => {
  const path = await encodeTenths(folder, 100);
  const size = (await Deno.stat(path)).size;
  await Deno.truncate(path, Math.round(size / 2));
  const warnings: string[] = [];
  const options = { ...await gridOf(), onWarning: (warning: string) => warnings.push(warning) };
  const shown = await Array.fromAsync(frames(path, options));
  assert.ok(shown.length > 10 && shown.length < 100, `${shown.length} frames`);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /a\.mkv' decodes with errors/);
});

Deno.test("frames() and windows() refuse impossible options when they are called", () => {
  const options = { framesPerSecond: 10, size: SIZE, frameCount: 2 };
  assert.throws(() => frames("a.mp4", { ...options, framesPerSecond: 0 }), RangeError);
  assert.throws(() => frames("a.mp4", { ...options, size: { shortSide: 0 } }), RangeError);
  assert.throws(() => windows("a.mp4", { ...options, framesPerSecond: 2000 }), RangeError);
  assert.throws(() => windows("a.mp4", { ...options, size: { shortSide: 0.5 } }), RangeError);
  assert.throws(() => windows("a.mp4", { ...options, hop: 0 }), RangeError);
});

testInFolder(
  "frames() of bytes stores a file with its index at the end, and removes it",
  async (folder) => {
    const path = join(folder, "a.mp4");
    await runFfmpeg(["-f", "lavfi", "-i", "testsrc=size=36x24:rate=10", "-t", "2", path]);
    const shown: Frame[] = [];
    const left = await filesLeftBy(async () => {
      const { readable: bytes } = await Deno.open(path);
      for await (const frame of frames({ kind: "bytes", name: "-", bytes }, await gridOf())) {
        shown.push(frame);
        if (shown.length === 5) break;
      }
    });
    const expected = await Array.fromAsync(frames(path, await gridOf()));
    for (const [index, { pixels }] of shown.entries()) {
      assertSamePixels(pixels, expected[index]!.pixels, `frame ${index}`);
    }
    assert.deepEqual([shown.length, left], [5, []]);
  },
);

testInFolder("openVideo() names the stream, not the temporary file, and removes that", async () => {
  // The beginning of an MP4 file whose data come first, and nothing else.
  const head = new TextEncoder().encode("\0\0\0\x08ftyp\0\0\0\x08mdat");
  const left = await filesLeftBy(async () => {
    const stream = { kind: "bytes", name: "download", bytes: new Blob([head]).stream() } as const;
    await assert.rejects(
      openVideo(stream, await gridOf()),
      (error) => error instanceof DecodeError && error.path === "download",
    );
  });
  assert.deepEqual(left, []);
});

testInFolder("openVideo() names the stream in what it says of stored frames", async (folder) => {
  const path = join(folder, "a.mp4");
  await runFfmpeg(["-f", "lavfi", "-i", "testsrc=size=36x24:rate=10", "-t", "2", path]);
  const file = await Deno.readFile(path);
  const text = new TextDecoder("latin1").decode(file);
  const [start, end] = [text.indexOf("mdat") + 4, text.indexOf("moov") - 4];
  const readDamaged = async (from: number) => {
    const bytes = new Blob([file.slice().fill(255, from, end)]).stream();
    await using video = await openVideo({ kind: "bytes", name: "download", bytes }, await gridOf());
    while (await video.read() !== null);
    return video.warnings;
  };
  assert.match((await readDamaged((start + end) / 2))[0]!, /^'download' decodes with errors/);
  await assert.rejects(
    readDamaged(start),
    (error) => error instanceof DecodeError && error.path === "download",
  );
});

testInFolder("frames() of bytes that fail ends with their error", async (folder) => {
  const path = join(folder, "a.ts");
  await runFfmpeg(["-f", "lavfi", "-i", "testsrc=size=36x24:rate=10", "-t", "2", path]);
  const whole = await Deno.readFile(path);
  const parts = [whole.subarray(0, whole.length / 2)].values();
  const bytes = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = parts.next();
      if (done) controller.error(new Error("connection lost"));
      else controller.enqueue(value);
    },
  });
  const shown = frames({ kind: "bytes", name: "-", bytes }, await gridOf());
  await assert.rejects(Array.fromAsync(shown), /^Error: connection lost$/);
});

/** Returns the names of the temporary files that work leaves. */
async function filesLeftBy(work: () => Promise<void>): Promise<string[]> {
  const usual = Deno.env.get("TMPDIR");
  return await withFolder(async (folder) => {
    Deno.env.set("TMPDIR", folder);
    try {
      await work();
    } finally {
      if (usual === undefined) Deno.env.delete("TMPDIR");
      else Deno.env.set("TMPDIR", usual);
    }
    return await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  });
}
