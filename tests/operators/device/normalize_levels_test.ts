import assert from "node:assert/strict";
import { normalizeLevels } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { tensorTest } from "../_tensors.ts";

/** What (level / 255 - mean) / std gives, in float64. */
function expected(level: number, mean: number, std: number): number {
  return (level / 255 - mean) / std;
}

Deno.test("normalizeLevels() normalizes all channels by one number, or each by its own", () =>
  withoutLeaks(() => {
    const levels = tf.tensor2d([[0, 100, 255]]);
    const [mean, std] = [[0.4, 0.45, 0.5], [0.2, 0.225, 0.3]] as const;
    const results = [
      normalizeLevels(levels, { mean: 0.45, std: 0.225 }),
      normalizeLevels(levels, { mean, std }),
      normalizeLevels(levels, { mean: [0.4, 0.45, 0.5], std: 0.225 }),
    ].map((tensor) => [...tensor.dataSync()]);
    const wanted = [
      [0, 100, 255].map((level) => expected(level, 0.45, 0.225)),
      [0, 100, 255].map((level, channel) => expected(level, mean[channel]!, std[channel]!)),
      [0, 100, 255].map((level, channel) => expected(level, mean[channel]!, 0.225)),
    ];
    const differences = results.flat().map((value, index) =>
      Math.abs(value - wanted.flat()[index]!)
    );
    assert.ok(Math.max(...differences) < 1e-6, `${differences}`);
  }));

tensorTest("normalizeLevels() leaves nothing but its result", () => {
  const levels = tf.tensor1d([0, 100, 255]);
  for (const mean of [0.45, [0.4, 0.45, 0.5]] as const) {
    normalizeLevels(levels, { mean, std: 0.225 }).dispose();
  }
  levels.dispose();
});
