import assert from "node:assert/strict";
import fc from "fast-check";
import { cosineSchedule } from "../../../models/mod.ts";

Deno.test("cosineSchedule() rises linearly, then falls as half a cosine", () => {
  const options = { peak: 1, totalSteps: 8, warmUpSteps: 4 };
  const rates = Array.from({ length: 8 }, (_, step) => cosineSchedule(step, options));
  assert.deepEqual(
    rates.map((rate) => Number(rate.toFixed(2))),
    [0.25, 0.5, 0.75, 1, 1, 0.85, 0.5, 0.15],
  );
});

Deno.test("cosineSchedule() stays within (0, peak] and never rises after the warm-up", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 300 }).chain((totalSteps) =>
      fc.record({
        totalSteps: fc.constant(totalSteps),
        warmUpSteps: fc.integer({ min: 0, max: totalSteps }),
        peak: fc.double({ min: 1e-4, max: 10, noNaN: true }),
      })
    ),
    (options) => {
      let last = Infinity;
      for (let step = 0; step < options.totalSteps; step++) {
        const rate = cosineSchedule(step, options);
        assert.ok(rate > 0 && rate <= options.peak);
        if (step >= options.warmUpSteps) {
          assert.ok(rate <= last);
          last = rate;
        }
      }
    },
  ));
});

Deno.test("cosineSchedule() refuses a step outside the run", () => {
  const options = { peak: 1, totalSteps: 3, warmUpSteps: 0 };
  for (const step of [-1, 3, Number.NaN]) {
    assert.throws(() => cosineSchedule(step, options), /'step' must be in \[0, 3\)/);
  }
});
