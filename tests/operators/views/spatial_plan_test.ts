import assert from "node:assert/strict";
import { checkWeakViewOptions, drawSpatialPlan } from "../../../operators/views/_spatial_plan.ts";
import { drawsFor } from "../../../operators/mod.ts";

const OPTIONS = { seed: 0, size: 8, shortSide: [8, 8], flip: 0 } as const;

Deno.test("drawSpatialPlan() takes the whole of a square frame if nothing is left to draw", () => {
  const draws = drawsFor({ seed: 0, phase: 0, epoch: 0, video: "a", view: "weak" });
  const plan = drawSpatialPlan({ height: 20, width: 20 }, draws, OPTIONS);
  assert.deepEqual(plan, { box: { top: 0, left: 0, height: 20, width: 20 }, flip: false });
});

Deno.test("checkWeakViewOptions() refuses a short side below the size, or descending", () => {
  for (const shortSide of [[7, 9], [9, 8], [NaN, 9]] as const) {
    assert.throws(() => checkWeakViewOptions({ ...OPTIONS, shortSide }), {
      name: "RangeError",
      message: /'shortSide' must be ascending and at least 8/,
    });
  }
});
