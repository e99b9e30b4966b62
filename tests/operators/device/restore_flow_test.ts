import assert from "node:assert/strict";
import { restoreFlow, viewsToDevice } from "../../../operators/mod.ts";
import { disposeTree, tf } from "../../../runtime/mod.ts";
import { tensorTest, tidyTest, valuesOf } from "../_tensors.ts";
import { MOVING_SIZE, movingClips } from "./_moving_clips.ts";

/** Half a stored level in pixels, with room for float32. */
const ROUNDING = 10 / 127 + 1e-4;

/** How far levels of views may be apart by it: right, down and speed. */
const LEVELS = [ROUNDING * 127.5 / 20, ROUNDING * 127.5 / 20, ROUNDING * Math.SQRT2 * 255 / 20];

tidyTest("restoreFlow() returns displacements in pixels, and does not look at blue", () => {
  const levels = [[127, 127, 0], [0, 254, 9], [254, 0, 99]].flat();
  const flow = restoreFlow(tf.tensor4d(levels, [1, 1, 3, 3]));
  assert.deepEqual(flow.shape, [1, 1, 3, 2]);
  assert.deepEqual([...flow.dataSync()].map(Math.round), [0, 0, -20, 20, 20, -20]);
});

const PIXELS = {
  size: 24,
  mean: 0,
  std: 1 / 255,
  clips: { flow: { modality: "flow" } },
} as const;

tensorTest("viewsToDevice() makes of stored flow what it computes, in all views", () => {
  const { computed, stored } = movingClips();
  const whole = { top: 0, left: 0, ...MOVING_SIZE };
  const part = { top: 3.5, left: 20, height: 30, width: 30 };
  const plans = {
    whole: { box: whole, flip: false },
    mirrored: { box: whole, flip: true },
    part: { box: part, flip: false },
    strong: { box: part, flip: true, operations: [], others: { flow: [] } },
  };
  for (const [name, plan] of Object.entries(plans)) {
    // Both sorts in one batch, in any order.
    const clips = [stored, computed, computed, stored];
    const { view } = viewsToDevice(clips, { view: clips.map(() => plan) }, PIXELS);
    const [first, second, third, last] = tf.tidy(() => {
      return tf.unstack(view["flow"]!).map((levels) => [...levels.dataSync()]);
    });
    assert.deepEqual(last, first);
    assert.deepEqual(third, second);
    // The rounding of a strong view's levels comes on top.
    const rounding = name === "strong" ? 1 : 0;
    first!.forEach((level, index) => {
      const difference = Math.abs(level - second![index]!);
      const largest = LEVELS[index % 3]! + rounding;
      assert.ok(difference <= largest, `${name}: value ${index} differs by ${difference}`);
    });
    const [right] = valuesOf(tf.tidy(() => view["flow"]!.mean([0, 1, 2, 3])));
    assert.equal(right! < 127.5, plan.flip);
    disposeTree(view);
  }
});

tensorTest("viewsToDevice() scales stored flow with the frames that it was computed of", () => {
  const { computed } = movingClips();
  const flowOf = (scale: number) => {
    const [height, width] = [MOVING_SIZE.height * scale, MOVING_SIZE.width * scale];
    const images = new Uint8Array(height * width * 3);
    for (let index = 0; index < images.length; index += 3) {
      images.set([127 + 16 * scale, 127 - 8 * scale, 127], index);
    }
    return { images, height, width };
  };
  const plan = { box: { top: 4, left: 6, height: 12, width: 48 }, flip: true };
  const views = [1, 2, 0.5].map((scale) => {
    const clip = { ...computed, flow: flowOf(scale) };
    const { view } = viewsToDevice([clip], { view: [plan] }, PIXELS);
    const values = valuesOf(tf.tidy(() => view["flow"]!.mean([0, 1, 2, 3])));
    disposeTree(view);
    return values.map((value) => value.toFixed(3));
  });
  const pixels = (levels: number) => levels * 20 / 127;
  const [right, down] = [-pixels(16) * 24 / 48, -pixels(8) * 24 / 12];
  const levels = [right * 6.375 + 127.5, down * 6.375 + 127.5, Math.hypot(right, down) * 12.75];
  const expected = levels.map((level) => level.toFixed(3));
  assert.deepEqual(views, [expected, expected, expected]);
});
