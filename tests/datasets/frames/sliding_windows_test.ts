import assert from "node:assert/strict";
import fc from "fast-check";
import { type Frame, joinFrames, slidingWindows } from "../../../datasets/mod.ts";

const GRID = { width: 1, height: 1, framesPerSecond: 10 };

function frameOf(index: number): Frame {
  return { ...GRID, index, timeSec: index / 10, pixels: new Uint8Array(3).fill(index) };
}

/** Frames of one pixel: their numbers. Notes how many were read. */
async function* framesOf(length: number, log: number[] = []): AsyncGenerator<Frame> {
  for (let index = 0; index < length; index++) {
    log.push(index);
    yield await Promise.resolve(frameOf(index));
  }
}

/** The numbers of the frames in a window. */
function shownBy(pixels: Uint8Array): number[] {
  return Array.from({ length: pixels.length / 3 }, (_, index) => pixels[index * 3]!);
}

interface Shape {
  readonly frameCount: number;
  readonly stride?: number;
  readonly hop?: number;
}

async function windowsOf(length: number, shape: Shape): Promise<string[]> {
  const texts: string[] = [];
  for await (const { startFrame, frames } of slidingWindows(framesOf(length), shape)) {
    texts.push(`${startFrame}: ${shownBy(frames)}`);
  }
  return texts;
}

const CASES: readonly (readonly [string, number, Shape, readonly string[]])[] = [
  ["no frame", 0, { frameCount: 3, hop: 1 }, []],
  ["shorter than a window", 2, { frameCount: 3, hop: 1 }, ["0: 0,1,1"]],
  ["one window", 3, { frameCount: 3, hop: 1 }, ["0: 0,1,2"]],
  ["overlapping", 5, { frameCount: 3, hop: 2 }, ["0: 0,1,2", "2: 2,3,4"]],
  ["the last ends with the video", 6, { frameCount: 3, hop: 2 }, [
    "0: 0,1,2",
    "2: 2,3,4",
    "3: 3,4,5",
  ]],
  ["with gaps", 7, { frameCount: 2, hop: 4 }, ["0: 0,1", "4: 4,5", "5: 5,6"]],
  ["without a hop they follow each other", 4, { frameCount: 2 }, ["0: 0,1", "2: 2,3"]],
  ["with a stride", 8, { frameCount: 3, stride: 2, hop: 2 }, [
    "0: 0,2,4",
    "2: 2,4,6",
    "3: 3,5,7",
  ]],
  ["with a stride, following each other", 6, { frameCount: 2, stride: 2 }, ["0: 0,2", "3: 3,5"]],
  ["with a stride, shorter than a window", 4, { frameCount: 4, stride: 2 }, ["0: 0,2,3,3"]],
];

for (const [situation, length, shape, expected] of CASES) {
  Deno.test(`slidingWindows(): ${situation}`, async () => {
    assert.deepEqual(await windowsOf(length, shape), expected);
  });
}

Deno.test("slidingWindows() shows every frame if windows are not further apart than they are long", async () => {
  const lengths = fc.record({
    length: fc.integer({ min: 1, max: 50 }),
    frameCount: fc.integer({ min: 1, max: 9 }),
    hop: fc.integer({ min: 1, max: 9 }),
  });
  await fc.assert(fc.asyncProperty(lengths, async ({ length, frameCount, hop }) => {
    fc.pre(hop <= frameCount);
    const texts = await windowsOf(length, { frameCount, hop });
    const shown = new Set(texts.flatMap((text) => text.split(": ")[1]!.split(",")));
    assert.equal(shown.size, length);
  }));
});

Deno.test("slidingWindows() reads no frame before the window that needs it is asked for", async () => {
  const log: number[] = [];
  const windows = slidingWindows(framesOf(9, log), { frameCount: 3, hop: 2 });
  assert.deepEqual(log, []);
  await windows.next();
  assert.deepEqual(log, [0, 1, 2]);
  await windows.next();
  assert.deepEqual(log, [0, 1, 2, 3, 4]);
});

Deno.test("slidingWindows() says where a window starts and at which rate it runs", async () => {
  const windows = slidingWindows(framesOf(9), { frameCount: 2, stride: 4, hop: 2 });
  const { value } = await windows.next();
  const second = await windows.next();
  assert.deepEqual([value?.startFrame, value?.startSec, value?.framesPerSecond], [0, 0, 2.5]);
  assert.equal(second.value?.startSec, 0.2);
});

Deno.test("slidingWindows() refuses impossible windows when it is called", () => {
  for (const wrong of [{ frameCount: 0 }, { stride: 1.5 }, { hop: 0 }, { hop: NaN }]) {
    const [[name = "", value] = []] = Object.entries(wrong);
    assert.throws(
      () => slidingWindows(framesOf(3), { frameCount: 2, ...wrong }),
      new RegExp(`'${name}' must be a positive integer: current value is ${value}`),
    );
  }
});

Deno.test("joinFrames() refuses to make a window of nothing", () => {
  assert.throws(() => joinFrames([], { frameCount: 2 }), /'frames' must not be empty/);
});
