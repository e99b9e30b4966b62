import assert from "node:assert/strict";
import fc from "fast-check";
import { SlidingWindows } from "../../../pipeline/prediction/_sliding_windows.ts";

/** Frames of one byte: their numbers. */
function readerOf(length: number) {
  let next = 0;
  return {
    read: () => Promise.resolve(next < length ? Uint8Array.of(next++) : null),
  };
}

async function windowsOf(length: number, frameCount: number, step: number): Promise<string[]> {
  const windows = new SlidingWindows(readerOf(length), { frameCount, step });
  const texts: string[] = [];
  for await (const { startFrame, frames } of windows) texts.push(`${startFrame}: ${[...frames]}`);
  assert.equal(windows.framesRead, length);
  return texts;
}

const CASES: readonly (readonly [string, number, number, number, readonly string[]])[] = [
  ["no frame", 0, 3, 1, []],
  ["shorter than a window", 2, 3, 1, ["0: 0,1,1"]],
  ["one window", 3, 3, 1, ["0: 0,1,2"]],
  ["overlapping", 5, 3, 2, ["0: 0,1,2", "2: 2,3,4"]],
  ["the last one ends with the video", 6, 3, 2, ["0: 0,1,2", "2: 2,3,4", "3: 3,4,5"]],
  ["with gaps", 7, 2, 4, ["0: 0,1", "4: 4,5", "5: 5,6"]],
];

for (const [situation, length, frameCount, step, expected] of CASES) {
  Deno.test(`SlidingWindows: ${situation}`, async () => {
    assert.deepEqual(await windowsOf(length, frameCount, step), expected);
  });
}

Deno.test("SlidingWindows show every frame if they are not further apart than they are long", async () => {
  const lengths = fc.record({
    length: fc.integer({ min: 1, max: 50 }),
    frameCount: fc.integer({ min: 1, max: 9 }),
    step: fc.integer({ min: 1, max: 9 }),
  });
  await fc.assert(fc.asyncProperty(lengths, async ({ length, frameCount, step }) => {
    fc.pre(step <= frameCount);
    const texts = await windowsOf(length, frameCount, step);
    const shown = new Set(texts.flatMap((text) => text.split(": ")[1]!.split(",")));
    assert.equal(shown.size, length);
  }));
});
