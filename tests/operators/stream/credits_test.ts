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
