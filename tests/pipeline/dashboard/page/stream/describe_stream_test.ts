import assert from "node:assert/strict";
import {
  describeActivity,
  describeBalance,
  describeTotals,
  listStreamNumbers,
} from "../../../../../pipeline/dashboard/page/stream/describe_stream.ts";
import { STREAM_STATIONS } from "../../../../../pipeline/dashboard/page/stream/stream_station.ts";
import { streamOf } from "../_fixtures.ts";

for (
  const [balance, text] of [
    ["decode-bound", /^Decode-bound: the device waits/],
    ["device-bound", /^Device-bound: decoded clips wait/],
    ["balanced", /^Balanced/],
    [null, /^No step is done yet/],
  ] as const
) {
  Deno.test(`describeBalance() of ${balance}`, () => {
    assert.match(describeBalance({ balance }), text);
  });
}

Deno.test("describeActivity() says for how long", () => {
  const texts = (["data", "device", "pause"] as const).map((activity) =>
    describeActivity(streamOf({ activity, activitySeconds: 2.04 }), 14)
  );
  assert.deepEqual(texts, [
    "The step has waited for its clips for 2.0 s.",
    "The device has computed for 2.0 s.",
    "Between two steps for 2.0 s: validation, a checkpoint, or a hook.",
  ]);
  const total = { taken: 0, decoded: 0, fromCache: 0, replaced: 0, trained: 0 };
  assert.equal(
    describeActivity(streamOf({ activity: "pause", activitySeconds: 15, total }), 0),
    "The process has prepared its first step for 15 s.",
  );
});

Deno.test("describeActivity() does not say of an old state that it is how things are", () => {
  assert.equal(
    describeActivity(streamOf(), 600),
    "This state is 10 min old: the stream has ended, has not started again yet, or hangs.",
  );
  assert.equal(
    describeActivity(streamOf({ step: 200, totalSteps: 200 }), 600),
    "All steps are done; the test follows.",
  );
});

Deno.test("describeTotals() names replaced videos only if there are some", () => {
  const { total } = streamOf();
  assert.match(describeTotals({ total }), /^1,500 clips taken, 1 in place of/);
  assert.match(
    describeTotals({ total: { ...total, replaced: 0 } }),
    /^1,500 clips taken, 1,490 decoded \(900 of them from memory\), 1,452 trained on/,
  );
});

Deno.test("listStreamNumbers() lists every clip in flight once", () => {
  const state = streamOf();
  const numbers = listStreamNumbers(state);
  const clips = numbers.filter(({ name }) => name.startsWith("clips "));
  const sum = clips.reduce((total, { count }) => total + count, 0);
  assert.equal(sum, state.credits.inFlight);
  assert.equal(clips.length, Object.keys(state.clips).length);
  const operators = numbers.flatMap(({ name }) => /, which (\w+)/.exec(name)?.[1] ?? []);
  assert.deepEqual(operators, ["runs", "collects", "computes"]);
});

Deno.test("the stations hold each of the stream's counts once", () => {
  const keys = STREAM_STATIONS.flatMap(({ clips }) => clips?.key ?? []);
  assert.deepEqual(keys.toSorted(), Object.keys(streamOf().clips).toSorted());
});
