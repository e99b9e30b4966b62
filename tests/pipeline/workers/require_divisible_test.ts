import assert from "node:assert/strict";
import { applyOverrides, parseConfig } from "../../../pipeline/config/config.ts";
import { METHODS, type Methods } from "../../../pipeline/methods/methods.ts";
import { requireDivisible } from "../../../pipeline/workers/require_divisible.ts";
import { SMALLEST_CONFIG } from "../config/_smallest_config.ts";

function divide(
  name: keyof Methods,
  size: number,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  const overrides = Object.entries({ ...fields, "method.name": name })
    .map(([path, value]) => ({ path, value }));
  const config = parseConfig(applyOverrides(SMALLEST_CONFIG, overrides), "test");
  requireDivisible(config, { method: METHODS[name], size });
}

Deno.test("requireDivisible() takes steps whose clips can be divided evenly", () => {
  divide("actnetformer", 8);
  divide("cmpl", 2, { "schedule.accumulate": 4 });
  divide("actnetformer", 8, { "workers.contrast": "own" });
});

Deno.test("requireDivisible() refuses others, and methods that remember something", () => {
  assert.throws(() => divide("cmpl", 3), {
    name: "RangeError",
    message: "Cannot train on 3 workers as schedule.labeledPerStep, the clips of all, must be a " +
      "multiple of the 3 workers: current value is 8",
  });
  assert.throws(() => divide("cmpl", 4, { "schedule.accumulate": 4 }), {
    message: "Cannot train on 4 workers as schedule.labeledPerStep, the clips of all, must be a " +
      "multiple of the 4 workers times schedule.accumulate (4): current value is 8",
  });
  const single = { "schedule.unlabeledPerLabeled": 1, "workers.contrast": "own" };
  assert.throws(() => divide("actnetformer", 8, single), {
    message: "Cannot train on 8 workers as the contrastive loss must have at least 2 unlabeled " +
      "clips in each part of a step on each worker, or all of them (workers.contrast): current " +
      "value is 1",
  });
  assert.throws(() => divide("svformer", 8, { "schedule.unlabeledPerLabeled": 1 }), {
    message: "Cannot train on 8 workers as the method svformer must have at least 2 unlabeled " +
      "clips in each part of a step on each worker: current value is 1",
  });
  for (const name of ["after-nccl", "after-tacl"] as const) {
    assert.throws(() => divide(name, 2), {
      message: "Cannot train on 2 workers as the method must remember nothing from step to step, " +
        `which each would know of its own clips only: current value is ${name} (method.name)`,
    });
  }
});
