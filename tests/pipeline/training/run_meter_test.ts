import assert from "node:assert/strict";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";
import { RunMeter } from "../../../pipeline/training/run_meter.ts";

Deno.test("RunMeter adds to what the earlier parts of a run have cost", () => {
  const costs = { seconds: 60, deviceSeconds: 30, dataSeconds: 10, peakResidentBytes: 1e15 };
  const lines: MetricsLine[] = [
    { kind: "costs", step: 3, ...costs, seconds: 1 },
    { kind: "step", step: 6 },
    { kind: "costs", step: 6, ...costs },
  ];
  const meter = new RunMeter(lines, performance.now() - 2000);
  const { total } = meter;
  assert.ok(total.seconds >= 62 && total.seconds < 70, String(total.seconds));
  assert.deepEqual([total.deviceSeconds, total.dataSeconds], [30, 10]);
  assert.equal(meter.costs.waitingShare, 0.25);
  // The largest of all parts.
  assert.equal(meter.costs.peakResidentBytes, 1e15);
});

Deno.test("RunMeter knows whether videos of any part of the run lacked room", () => {
  const meter = new RunMeter([], performance.now());
  meter.noteRoom({ lacksRoom: false });
  assert.equal(meter.costs.lackedRoom, false);
  meter.noteRoom({ lacksRoom: true });
  meter.noteRoom({ lacksRoom: false });
  assert.equal(meter.costs.lackedRoom, true);
  const resumed = new RunMeter([{ kind: "costs", step: 1, ...meter.total }], performance.now());
  assert.equal(resumed.costs.lackedRoom, true);
});

Deno.test("RunMeter of a new run starts at nothing", () => {
  const { seconds, waitingShare, peakResidentBytes } = new RunMeter([], performance.now()).costs;
  assert.ok(seconds < 10 && waitingShare === 0);
  assert.ok(peakResidentBytes > 0 && peakResidentBytes < 1e13);
});
