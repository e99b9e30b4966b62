import assert from "node:assert/strict";
import fc from "fast-check";
import { formatProgress } from "../../../pipeline/terminal/format_progress.ts";
import { PROGRESS } from "./_step_progress.ts";

Deno.test("formatProgress() shows step, loss, time left, mask rates, pace and waiting", () => {
  assert.equal(
    formatProgress(PROGRESS),
    "step  20/400  loss 2.35  ETA 3:10  mask A→Z 10% Z→A 46%  38.2 clips/s  " +
      "waiting for data 3%  (supervised 1.20, pseudo 0.0500)",
  );
});

Deno.test("formatProgress() never exceeds the columns and drops whole items", () => {
  const full = formatProgress(PROGRESS);
  fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), (columns) => {
    const line = formatProgress(PROGRESS, columns);
    assert.ok(line.length <= columns);
    assert.ok(full.startsWith(line));
    assert.ok(line === full || line === "" || full.slice(line.length).startsWith("  "));
  }));
});

Deno.test("formatProgress() leaves out masks and parts where there are none", () => {
  const line = formatProgress({ ...PROGRESS, lossTerms: {}, maskRates: {}, loss: NaN });
  assert.equal(
    line,
    "step  20/400  loss NaN  ETA 3:10  38.2 clips/s  waiting for data 3%",
  );
});
