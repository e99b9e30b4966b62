import assert from "node:assert/strict";
import { parseConfig } from "../../../pipeline/config/config.ts";
import { describeOtherWorkers } from "../../../pipeline/workers/describe_other_workers.ts";
import { SMALLEST_CONFIG } from "../config/_smallest_config.ts";

Deno.test("describeOtherWorkers() says what another number of workers changes", () => {
  const config = parseConfig(SMALLEST_CONFIG, "test");
  const describe = (before: number, now: number, workers: Partial<typeof config.workers> = {}) =>
    describeOtherWorkers({ ...config, workers: { ...config.workers, ...workers } }, {
      before,
      now,
    });
  assert.equal(describe(2, 2), undefined);
  assert.equal(
    describe(4, 1),
    "Resuming on 1 worker instead of 4: steps have the same clips, but batch norm sees 48 clips " +
      "at a time instead of 12, and numbers are rounded in another order",
  );
  assert.equal(
    describe(1, 2, { syncBatchNorm: true, contrast: "own" }),
    "Resuming on 2 workers instead of 1: steps have the same clips, but clips are contrasted with " +
      "others, and numbers are rounded in another order",
  );
});
