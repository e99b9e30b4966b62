import assert from "node:assert/strict";
import { LoadGauge } from "../../../bench/stream/load_gauge.ts";

Deno.test("LoadGauge counts videos from the start of decoding to the end of their step", () => {
  const gauge = new LoadGauge();
  for (let video = 0; video < 3; video++) gauge.decodingStarts();
  for (let video = 0; video < 2; video++) gauge.decodingEnds();
  gauge.stepStarts([0, 1]);
  gauge.stepEnds(2);
  gauge.decodingStarts();
  const { maxLead, meanLead, maxHeld, outOfOrder } = gauge.load;
  assert.deepEqual({ maxLead, meanLead, maxHeld, outOfOrder }, {
    maxLead: 3,
    meanLead: 3,
    maxHeld: 2,
    outOfOrder: 0,
  });
});

Deno.test("LoadGauge counts videos in another position than the source's", () => {
  const gauge = new LoadGauge();
  gauge.stepStarts([0, 2, 1]);
  gauge.stepStarts([3]);
  assert.equal(gauge.load.outOfOrder, 2);
});

Deno.test("LoadGauge has no lead without steps", () => {
  assert.equal(new LoadGauge().load.meanLead, 0);
});
