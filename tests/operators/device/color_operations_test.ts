import assert from "node:assert/strict";
import { COLOR_OPERATIONS } from "../../../operators/device/_color_operations.ts";
import { isGeometric } from "../../../operators/device/_geometric_operations.ts";
import { STRONG_OPERATIONS } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

Deno.test("COLOR_OPERATIONS holds every operation that does not move pixels", () => {
  const expected = STRONG_OPERATIONS.filter((name) => !isGeometric(name));
  assert.deepEqual(Object.keys(COLOR_OPERATIONS).sort(), expected.toSorted());
});

tidyTest("COLOR_OPERATIONS keep integers from 0 to 255", () => {
  const frames = tf.tensor4d([[[[0, 100, 255], [13, 77, 200]]]]);
  for (const [name, change] of Object.entries(COLOR_OPERATIONS)) {
    const magnitude = name === "posterize" ? 4 : 1.9;
    for (const value of change(frames, magnitude).dataSync()) {
      assert.ok(value >= 0 && value <= 255, `${name}: ${value}`);
      if (name !== "solarizeAdd") assert.equal(value, Math.floor(value), name);
    }
  }
});
