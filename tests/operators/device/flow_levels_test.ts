import assert from "node:assert/strict";
import { cropFrames, flowLevels, type SpatialPlan } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";

/** The three levels of a displacement in the crop, in float64. */
function expectedLevels(right: number, down: number): number[] {
  const limited = (value: number) => Math.min(Math.max(value, -20), 20);
  return [
    255 * (limited(right) / 40 + 0.5),
    255 * (limited(down) / 40 + 0.5),
    255 * Math.min(Math.hypot(right, down), 20) / 20,
  ];
}

function assertLevels(levels: tf.Tensor, expected: number[]): void {
  const values = levels.dataSync();
  assert.equal(values.length, expected.length);
  expected.forEach((level, index) => {
    assert.ok(Math.abs(values[index]! - level) < 1e-3, `${values[index]} is not ${level}`);
  });
}

Deno.test("flowLevels() shows right, down and speed, limited to 20 pixels", () =>
  withoutLeaks(() => {
    const flow = [[0, 0], [3, -4], [-20, 20], [25, -100], [0.25, 0]];
    const box = { top: 0, left: 0, height: 1, width: 5 };
    const levels = flowLevels(tf.tensor4d([[flow]]), [{ box, flip: false }]);
    assert.deepEqual(levels.shape, [1, 1, 5, 3]);
    assertLevels(levels, flow.flatMap(([right, down]) => expectedLevels(right!, down!)));
  }));

Deno.test("flowLevels() scales with each clip's box, and mirrors with it", () =>
  withoutLeaks(() => {
    // Two clips of two frames; every pixel of a frame moves alike.
    const motions = [[3, -4], [1, 2], [3, -4], [1, 2]] as const;
    const flow = tf.tile<tf.Tensor4D>(tf.tensor4d(motions.flat(), [4, 1, 1, 2]), [1, 8, 12, 1]);
    const plans: SpatialPlan[] = [
      { box: { top: 0, left: 4, height: 4, width: 8 }, flip: true },
      { box: { top: 2, left: 0, height: 6, width: 3 }, flip: false },
    ];
    const levels = flowLevels(cropFrames(flow, plans, [6, 6]), plans);
    assert.deepEqual(levels.shape, [4, 6, 6, 3]);
    const scaled = [[-3 * 6 / 8, -4 * 6 / 4], [-6 / 8, 2 * 6 / 4], [6, -4], [2, 2]];
    const expected = scaled.flatMap(([right, down]) => {
      return Array.from({ length: 36 }, () => expectedLevels(right!, down!)).flat();
    });
    assertLevels(levels, expected);
  }));

Deno.test("flowLevels() refuses a number of frames that the plans do not divide", () =>
  withoutLeaks(() => {
    const plan = { box: { top: 0, left: 0, height: 2, width: 2 }, flip: false };
    assert.throws(() => flowLevels(tf.zeros([3, 2, 2, 2]), [plan, plan]), {
      name: "RangeError",
      message: "Cannot show flow as the number of frames must be a multiple of 2 plans: " +
        "current value is 3",
    });
  }));
