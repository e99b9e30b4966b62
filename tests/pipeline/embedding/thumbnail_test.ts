import assert from "node:assert/strict";
import { THUMBNAIL, thumbnailOf } from "../../../pipeline/embedding/thumbnail.ts";

/** Frames of one color each. */
function framesOf(colors: readonly number[], size: { width: number; height: number }) {
  const length = size.width * size.height * 3;
  const frames = new Uint8Array(length * colors.length);
  for (const [index, color] of colors.entries()) {
    frames.fill(color, index * length, (index + 1) * length);
  }
  return { ...size, frames, frameCount: colors.length };
}

/** The red values of a row. */
function rowOf(thumbnail: Uint8Array, row: number): number[] {
  const start = row * THUMBNAIL.width * 3;
  return Array.from({ length: THUMBNAIL.width }, (_, column) => thumbnail[start + column * 3]!);
}

Deno.test("thumbnailOf() shows the middle frame", () => {
  const thumbnail = thumbnailOf(framesOf([10, 20, 30], { width: 160, height: 120 }));
  assert.equal(thumbnail.length, THUMBNAIL.width * THUMBNAIL.height * 3);
  assert.deepEqual(new Set(thumbnail), new Set([20]));
});

Deno.test("thumbnailOf() keeps the shape, on black: wide, upright, smaller, and one pixel", () => {
  const wide = thumbnailOf(framesOf([200], { width: 400, height: 100 }));
  assert.deepEqual([0, 19, 20, 39, 40].map((row) => rowOf(wide, row)[40]), [0, 0, 200, 200, 0]);
  const upright = rowOf(thumbnailOf(framesOf([200], { width: 30, height: 60 })), 30);
  assert.equal(upright.filter((value) => value === 200).length, 30);
  assert.deepEqual([upright[24], upright[25], upright[54], upright[55]], [0, 200, 200, 0]);
  const point = rowOf(thumbnailOf(framesOf([200], { width: 1, height: 1 })), 30);
  assert.equal(point.filter((value) => value === 200).length, 60);
  const line = thumbnailOf(framesOf([200], { width: 10_000, height: 1 }));
  assert.equal(line.filter((value) => value === 200).length, THUMBNAIL.width * 3);
});

Deno.test("thumbnailOf() takes the mean of the pixels that one stands for, channel by channel", () => {
  const width = 2 * THUMBNAIL.width;
  const height = 2 * THUMBNAIL.height;
  const frames = Uint8Array.from(
    { length: width * height * 3 },
    (_, index) => [Math.floor(index / 3) % 2 * 100, 7, 9][index % 3]!,
  );
  const thumbnail = thumbnailOf({ frames, frameCount: 1, width, height });
  assert.deepEqual([...thumbnail.subarray(0, 6)], [50, 7, 9, 50, 7, 9]);
});
