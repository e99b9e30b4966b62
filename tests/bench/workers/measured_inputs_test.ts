import assert from "node:assert/strict";
import { measuredInputs } from "../../../bench/workers/measured_inputs.ts";
import { NAMES, type Setup } from "../../../bench/workers/setups.ts";
import { madeRow } from "./_row.ts";

const BYTES_PER_SEC = 2 * 2 ** 30;
const MESSAGE_SEC = 0.0005;

/** What two workers would take at this pace: 240 MiB in float32, and two messages a bucket. */
function exchangeOf({ precision, bucketMib = 4 }: Setup): number {
  const bytes = 240 * 2 ** 20 / (precision === "bf16" ? 2 : 1);
  return bytes / BYTES_PER_SEC + MESSAGE_SEC * 2 * Math.ceil(240 / bucketMib);
}

Deno.test("measuredInputs() finds what a byte and a message cost", () => {
  const row = madeRow({ step: ({ areJoined }) => areJoined ? 3 : 2.2, exchange: exchangeOf });
  const { computeSecPerClip, clipsPerWorker, hostBytesPerSec, messageSec } = measuredInputs(row)!;
  assert.deepEqual([computeSecPerClip, clipsPerWorker], [0.2, 11]);
  assert.ok(Math.abs(hostBytesPerSec / BYTES_PER_SEC - 1) < 1e-6, String(hostBytesPerSec));
  assert.ok(Math.abs(messageSec / MESSAGE_SEC - 1) < 1e-6, String(messageSec));
});

Deno.test("measuredInputs() has no negative costs, whatever the noise", () => {
  const fewer = madeRow({ step: () => 2, exchange: ({ bucketMib = 4 }) => bucketMib });
  const { messageSec, hostBytesPerSec } = measuredInputs(fewer)!;
  assert.equal(messageSec, 0);
  assert.ok(hostBytesPerSec > 0);
  const same = madeRow({ step: () => 2, exchange: ({ bucketMib = 4 }) => 1 / bucketMib });
  assert.ok(measuredInputs(same)!.messageSec > 0);
});

Deno.test("measuredInputs() needs workers and processes that exchange nothing", () => {
  const row = madeRow({ step: () => 2 });
  const setups = row.setups.filter(({ name }) => name !== NAMES.apart);
  assert.equal(measuredInputs({ ...row, setups }), undefined);
});
