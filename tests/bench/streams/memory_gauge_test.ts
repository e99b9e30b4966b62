import assert from "node:assert/strict";
import { MemoryGauge, memoryUse } from "../../../bench/streams/memory_gauge.ts";

Deno.test("memoryUse() has the means of the quarters, the maximum and a curve", () => {
  const samples = Array.from({ length: 40 }, (_, index) => index);
  const { firstQuarter, lastQuarter, most, curve } = memoryUse(samples);
  assert.deepEqual([firstQuarter, lastQuarter, most], [4.5, 34.5, 39]);
  assert.equal(curve.length, 20);
  assert.deepEqual([curve[0], curve.at(-1)], [1, 39]);
});

Deno.test("memoryUse() takes a single sample for the whole time", () => {
  const { firstQuarter, lastQuarter, most } = memoryUse([7]);
  assert.deepEqual([firstQuarter, lastQuarter, most], [7, 7, 7]);
});

Deno.test("MemoryGauge measures this process", () => {
  using gauge = new MemoryGauge();
  assert.ok(gauge.use.most > 10, `${gauge.use.most} MiB`);
});
