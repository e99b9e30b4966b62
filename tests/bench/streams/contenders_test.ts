import assert from "node:assert/strict";
import { type ContenderName, CONTENDERS, runContender } from "../../../bench/streams/contenders.ts";
import {
  CREDITS,
  type DeviceName,
  DEVICES,
  drawWork,
  idealVideosPerSec,
  simulatedCase,
} from "../../../bench/streams/simulated_case.ts";
import type { StreamCase } from "../../../bench/streams/stream_case.ts";
import { VirtualClock } from "./_virtual_clock.ts";

/** Some 2,400 videos. */
const EXTENT = { steps: 100, seed: 1 };

const CONTENDER_NAMES = Object.keys(CONTENDERS) as ContenderName[];

/** Runs a contender in virtual time, so that a busy machine changes nothing. */
async function runInVirtualTime(
  contender: ContenderName,
  device: DeviceName,
  change: Partial<StreamCase> = {},
) {
  const clock = new VirtualClock();
  const work = drawWork(device, EXTENT);
  const streamCase = simulatedCase(work, { seed: EXTENT.seed, sleep: clock.sleep });
  const run = await clock.run(runContender(contender, { ...streamCase, ...change }));
  const ofIdeal = run.videos / (clock.now / 1000) / idealVideosPerSec(work);
  return { ...run, ofIdeal };
}

for (const device of Object.keys(DEVICES) as DeviceName[]) {
  Deno.test(`by credits, a ${device} device gets 95 % of the ideal, in order`, async () => {
    const { ofIdeal, maxLead, maxHeld, outOfOrder } = await runInVirtualTime("credits", device);
    assert.ok(ofIdeal > 0.95 && ofIdeal <= 1, `${ofIdeal} of the ideal`);
    assert.ok(maxLead <= CREDITS && maxHeld <= CREDITS, `lead ${maxLead}, decoded ${maxHeld}`);
    assert.equal(outOfOrder, 0);
  });
}

Deno.test("credits for two steps leave eight decoders without work", async () => {
  const { ofIdeal } = await runInVirtualTime("credits", "fast", { credits: 48 });
  assert.ok(ofIdeal < 0.95, `${ofIdeal} of the ideal`);
});

Deno.test("mergeMap reads all videos at once, and decodes them far ahead of a slow device", async () => {
  const { maxLead, maxHeld, outOfOrder } = await runInVirtualTime("mergeMap", "slow");
  assert.equal(maxLead, 2400);
  assert.ok(maxHeld > 4 * CREDITS, `decoded ${maxHeld}`);
  assert.ok(outOfOrder > 0);
});

Deno.test("IxJS reads all videos at once, and decodes no more than its queue holds", async () => {
  const { maxLead, maxHeld, outOfOrder } = await runInVirtualTime("IxJS", "slow");
  assert.equal(maxLead, 2400);
  assert.ok(maxHeld <= CREDITS, `decoded ${maxHeld}`);
  assert.ok(outOfOrder > 0);
});

for (const contender of CONTENDER_NAMES) {
  Deno.test(`${contender} fails as its decoder does`, async () => {
    const load = () => Promise.reject(new Error("broken video"));
    await assert.rejects(runInVirtualTime(contender, "fast", { load }), /broken video/);
  });

  Deno.test(`${contender} fails if a clip is not whole`, async () => {
    const load = () => Promise.resolve(new Uint8Array(3));
    await assert.rejects(runInVirtualTime(contender, "fast", { load }), /must be whole/);
  });
}
