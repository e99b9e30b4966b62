import assert from "node:assert/strict";
import { Credits } from "../../../operators/mod.ts";

Deno.test("CreditLease notifies its reader when credits are given back, but not when it is closed", () => {
  const credits = new Credits(2);
  const lease = credits.open();
  const available: number[] = [];
  const stop = lease.read({
    onCredit: () => available.push(credits.available),
    onError: assert.ifError,
  });
  lease.take();
  lease.take();
  lease.giveBack(2);
  lease.take();
  lease.close();
  stop();
  assert.deepEqual(available, [2]);
  assert.equal(credits.available, 2);
});

Deno.test("CreditLease changes nothing once it is closed", () => {
  const credits = new Credits(2);
  const old = credits.open();
  old.take();
  old.close();
  const lease = credits.open();
  lease.take();
  old.giveBack(1);
  assert.deepEqual([old.take(), old.inFlight, credits.inFlight], [false, 0, 1]);
});

Deno.test("CreditLease takes one reader at a time", () => {
  const lease = new Credits(2).open();
  const reader = { onCredit() {}, onError: assert.ifError };
  const stop = lease.read(reader);
  assert.throws(() => lease.read({ ...reader }), /Cannot start a stream as no other one may use/);
  stop();
  lease.read({ ...reader })();
});
