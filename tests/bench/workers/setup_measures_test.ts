import assert from "node:assert/strict";
import { besidePeers, findSetup, measuresOf } from "../../../bench/workers/setup_measures.ts";
import { NAMES, peerName } from "../../../bench/workers/setups.ts";
import { madeRow } from "./_row.ts";

const ROW = madeRow({
  step: ({ engine, processes, areJoined }) => {
    if (engine !== "ours") return 4;
    return processes === 1 ? 2 : areJoined ? 2.5 : 2;
  },
});

Deno.test("measuresOf() compares two workers with one process, and with two that exchange nothing", () => {
  const workers = measuresOf(findSetup(ROW, NAMES.workers)!, ROW);
  assert.equal(workers.clipsPerSec, 8.8);
  assert.equal(workers.ratio, 0.8);
  assert.ok(Math.abs(workers.exchangeShare! - 0.2) < 1e-9);
  assert.ok(Math.abs(workers.waitShare - 0.04) < 1e-9);
  assert.equal(workers.exchangeSec, 0.2);
  assert.equal(workers.memory, 2 * 2 ** 30);
  const one = measuresOf(findSetup(ROW, NAMES.one)!, ROW);
  assert.deepEqual([one.clipsPerSec, one.ratio, one.exchangeShare], [11, null, null]);
});

Deno.test("measuresOf() compares PyTorch with its own one process", () => {
  const peer = findSetup(ROW, peerName("channels_last", 2))!;
  const { ratio, exchangeShare } = measuresOf(peer, ROW);
  assert.deepEqual([ratio, exchangeShare], [1, null]);
});

Deno.test("besidePeers() divides by PyTorch's two workers; null without them", () => {
  assert.equal(besidePeers(ROW), 8.8 / 5.5);
  const setups = ROW.setups.filter(({ engine }) => engine === "ours");
  assert.equal(besidePeers({ ...ROW, setups }), null);
});
