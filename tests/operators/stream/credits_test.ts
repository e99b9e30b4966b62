import assert from "node:assert/strict";
import { Credits } from "../../../operators/mod.ts";

Deno.test("Credits can be taken up to the capacity", () => {
  const credits = new Credits(2);
  const lease = credits.open();
  assert.deepEqual([lease.take(), lease.take(), lease.take()], [true, true, false]);
  assert.equal(credits.inFlight, 2);
  credits.giveBack();
  assert.equal(credits.available, 1);
  assert.equal(lease.take(), true);
  lease.close();
  assert.equal(credits.available, 2);
});

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

Deno.test("Credits refuses an impossible capacity or count", () => {
  for (const capacity of [0, -1, 1.5, NaN]) {
    assert.throws(() => new Credits(capacity), {
      name: "RangeError",
      message: /'capacity' must be/,
    });
  }
  const credits = new Credits(1);
  assert.throws(() => credits.giveBack(), { name: "RangeError", message: /current value is none/ });
  const lease = credits.open();
  assert.throws(() => credits.giveBack(), { name: "RangeError", message: /from 0 to 0/ });
  lease.take();
  assert.throws(() => credits.giveBack(2), { name: "RangeError", message: /current value is 2/ });
  assert.throws(() => credits.giveBack(-1), RangeError);
});

Deno.test("Credits refuses a time that is not positive", () => {
  for (const stalledAfterSec of [0, -1, NaN]) {
    assert.throws(() => new Credits(1, { stalledAfterSec }), {
      name: "RangeError",
      message: /'stalledAfterSec' must be positive/,
    });
  }
});
