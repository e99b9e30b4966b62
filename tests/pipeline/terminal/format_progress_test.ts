import assert from "node:assert/strict";
import fc from "fast-check";
import { formatProgress } from "../../../pipeline/terminal/format_progress.ts";
import { PROGRESS } from "./_step_progress.ts";

Deno.test("formatProgress() shows step, loss, time left, pseudo-labels, pace and waiting", () => {
  assert.equal(
    formatProgress(PROGRESS),
    "step  20/400  loss 2.35  ETA 3:10  pseudo-labels used: 10 % (for primary, 75 % right), " +
      "46 % (for auxiliary)  38.2 clips/s  waiting for data 3 %  (supervised 1.20, pseudo 0.0500)",
  );
});

Deno.test("formatProgress() takes the short form of an item that does not fit", () => {
  assert.equal(
    formatProgress(PROGRESS, 80),
    "step  20/400  loss 2.35  ETA 3:10  pseudo-labels used 10 % (75 % right), 46 %",
  );
});

Deno.test("formatProgress() never exceeds the columns and shows more the more there are", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), (columns) => {
    const line = formatProgress(PROGRESS, columns);
    assert.ok(line.length <= columns);
    assert.ok(formatProgress(PROGRESS, columns + 1).length >= line.length);
    assert.ok(line === "" || line.startsWith("step  20/400"));
  }));
});

Deno.test("formatProgress() leaves out pseudo-labels and terms where there are none", () => {
  const recent = { ...PROGRESS.recent, lossTerms: {}, pseudoLabels: {}, loss: NaN };
  assert.equal(
    formatProgress({ ...PROGRESS, recent }),
    "step  20/400  loss NaN  ETA 3:10  38.2 clips/s  waiting for data 3 %",
  );
});

Deno.test("formatProgress() says which steps have not been measured", () => {
  const eta = (seconds: number, unmeasuredSteps: number, columns?: number) =>
    formatProgress({ ...PROGRESS, remaining: { seconds, unmeasuredSteps } }, columns)
      .split("  ").find((item) => item.startsWith("ETA"));
  assert.equal(eta(10, 360), "ETA 0:10 + 360 steps not measured yet");
  assert.equal(eta(10, 360, 50), "ETA 0:10 + 360 steps");
  assert.equal(eta(0, 380), "ETA: 380 steps not measured yet");
  assert.equal(eta(0, 380, 40), "ETA -");
  assert.equal(eta(0, 1), "ETA: 1 step not measured yet");
});
