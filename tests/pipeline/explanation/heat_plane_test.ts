import assert from "node:assert/strict";
import type { ClipHeat } from "../../../pipeline/explanation/clip_heat.ts";
import { drawHeat, heatOverlay } from "../../../pipeline/explanation/draw_heat.ts";
import {
  coversFrame,
  frameHeat,
  type HeatLayer,
} from "../../../pipeline/explanation/frame_heat.ts";
import { HEAT_OPACITY, heatColor, heatScale } from "../../../pipeline/explanation/heat_colors.ts";
import { heatPlane } from "../../../pipeline/explanation/heat_plane.ts";
import { normalizeHeat } from "../../../pipeline/explanation/normalize_heat.ts";

const WHOLE = { top: 0, left: 0, height: 1, width: 1 };

/** Patches of two pixels in a square of four. */
const LAYER: HeatLayer = {
  box: WHOLE,
  cells: Float32Array.of(0, 1, 0.5, 0),
  side: 2,
  grid: { first: 0.5, pitch: 2 },
  size: 4,
};

function rounded(values: Float32Array): number[] {
  return Array.from(values, (value) => Math.round(value * 1000) / 1000);
}

Deno.test("normalizeHeat() divides by the most, and subtracts the least if asked to", () => {
  const relevance = Float32Array.of(1, 3, 2);
  assert.deepEqual(rounded(normalizeHeat(relevance, { fromSmallest: false })), [0.333, 1, 0.667]);
  assert.deepEqual(rounded(normalizeHeat(relevance, { fromSmallest: true })), [0, 1, 0.5]);
  for (const fromSmallest of [true, false]) {
    assert.deepEqual([...normalizeHeat(new Float32Array(2), { fromSmallest })], [0, 0]);
  }
  assert.deepEqual([...normalizeHeat(Float32Array.of(2, 2), { fromSmallest: true })], [0, 0]);
});

Deno.test("heatPlane() interpolates between the centers of cells, and repeats the outermost", () => {
  const plane = heatPlane([LAYER], { width: 4, height: 4 });
  assert.deepEqual(rounded(plane.values.subarray(0, 4)), [0, 0.25, 0.75, 1]);
  assert.deepEqual(rounded(plane.values.subarray(4, 8)), [0.125, 0.281, 0.594, 0.75]);
  assert.deepEqual(rounded(plane.values.subarray(12)), [0.5, 0.375, 0.125, 0]);
  // The middle of the four cells is their mean.
  const middle = heatPlane([LAYER], { width: 1, height: 1 });
  assert.deepEqual([...middle.values], [0.375]);
});

Deno.test("heatPlane() puts cells of a ResNet at every so many pixels from the first one", () => {
  const layer = { ...LAYER, cells: Float32Array.of(0, 1, 0, 1), grid: { first: 0, pitch: 2 } };
  const plane = heatPlane([layer], { width: 4, height: 1 });
  assert.deepEqual(rounded(plane.values), [0, 0.5, 1, 1]);
});

Deno.test("heatPlane() covers the squares alone, with the mean where they overlap", () => {
  const cells = (value: number) => new Float32Array(4).fill(value);
  const left = { ...LAYER, cells: cells(1), box: { ...WHOLE, width: 0.5 } };
  const right = { ...LAYER, cells: cells(0), box: { ...WHOLE, left: 0.25, width: 0.5 } };
  const plane = heatPlane([left, right], { width: 8, height: 1 });
  assert.deepEqual([...plane.values], [1, 1, 0.5, 0.5, 0, 0, NaN, NaN]);
});

const CLIP: ClipHeat = {
  covered: [11, 15],
  frames: [12, 14],
  size: 1,
  side: 1,
  grid: { first: 0, pitch: 1 },
  crops: [{ box: WHOLE, cells: Float32Array.of(0, 1) }],
};

Deno.test("frameHeat() interpolates between the frames of a map, and repeats the outermost", () => {
  const at = (frame: number) => frameHeat([CLIP], frame).map(({ cells }) => cells[0]);
  assert.deepEqual([10, 11, 12, 13, 14, 15, 16].map(at), [[], [0], [0], [0.5], [1], [1], []]);
  const later = { ...CLIP, covered: [13, 16] as const, frames: [13, 15] };
  assert.deepEqual(frameHeat([CLIP, later], 14).map(({ cells }) => cells[0]), [1, 0.5]);
});

Deno.test("coversFrame() is about what a clip covers, however few frames its map has", () => {
  const single = { ...CLIP, frames: [12.5] };
  const covered = [10, 11, 15, 15.5, 16].map((frame) => coversFrame(single, frame));
  assert.deepEqual(covered, [false, true, true, false, false]);
});

Deno.test("heatPlane() takes the mean of any number of layers", () => {
  const layers = Array.from(
    { length: 300 },
    () => ({ ...LAYER, cells: new Float32Array(4).fill(1) }),
  );
  assert.deepEqual([...heatPlane(layers, { width: 1, height: 1 }).values], [1]);
});

Deno.test("drawHeat() and heatOverlay() give the same colors, and leave unseen parts gray", () => {
  const frame = Uint8Array.of(10, 200, 90, 250, 0, 0, 77, 77, 77);
  const plane = { width: 3, height: 1, values: Float32Array.of(0.2, 0.9, NaN) };
  const drawn = drawHeat(frame, plane);
  const overlay = heatOverlay([plane, plane]);
  assert.equal(overlay.length, 2 * 3 * 4);
  assert.deepEqual(overlay.slice(0, 12), overlay.slice(12));
  for (let pixel = 0; pixel < 3; pixel++) {
    const [red = 0, green = 0, blue = 0] = frame.subarray(pixel * 3);
    const gray = 0.299 * red + 0.587 * green + 0.114 * blue;
    const [, , , opacity = 0] = overlay.subarray(pixel * 4, pixel * 4 + 4);
    for (let channel = 0; channel < 3; channel++) {
      const color = overlay[pixel * 4 + channel]!;
      const expected = gray + (color - gray) * opacity / 255;
      assert.ok(Math.abs(drawn[pixel * 3 + channel]! - expected) <= 1);
    }
  }
  assert.deepEqual([...drawn.slice(6)], [77, 77, 77]);
});

/** Lightness (CIE L*) of a color. */
function lightness(color: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.008856 ? 116 * Math.cbrt(luminance) - 16 : 903.3 * luminance;
}

Deno.test("heatColor() is lighter the hotter, by equal steps, also in gray", () => {
  const steps = Array.from({ length: 11 }, (_, index) => lightness(heatColor(index / 10)));
  for (const [index, value] of steps.entries()) {
    if (index === 0) continue;
    const step = value - steps[index - 1]!;
    assert.ok(step > 6 && step < 13, `${steps}`);
  }
});

Deno.test("heatScale() shows colors as they look over gray", () => {
  const scale = heatScale(3);
  assert.equal(scale.length, 3);
  for (const [index, drawn] of scale.entries()) {
    for (const [channel, value] of heatColor(index / 2).entries()) {
      assert.equal(drawn[channel], Math.round(128 + (value - 128) * HEAT_OPACITY));
    }
  }
});
