import assert from "node:assert/strict";
import { Credits } from "../../../operators/mod.ts";

Deno.test("Credits can be taken up to the capacity", () => {
  const credits = new Credits(2);
  assert.deepEqual([credits.take(), credits.take(), credits.take()], [true, true, false]);
  assert.equal(credits.inFlight, 2);
  credits.giveBack();
  assert.equal(credits.available, 1);
  assert.equal(credits.take(), true);
});

Deno.test("Credits notifies when credits are given back, but not when they are reset", () => {
  const credits = new Credits(2);
  const available: number[] = [];
  const subscription = credits.returned.subscribe(() => available.push(credits.available));
  credits.take();
  credits.take();
  credits.giveBack(2);
  credits.take();
  credits.reset();
  assert.deepEqual(available, [2]);
  assert.equal(credits.available, 2);
  subscription.unsubscribe();
});

Deno.test("Credits refuses an impossible capacity or count", () => {
  for (const capacity of [0, -1, 1.5, NaN]) {
    assert.throws(() => new Credits(capacity), {
      name: "RangeError",
      message: /'capacity' must be/,
    });
  }
  const credits = new Credits(1);
  assert.throws(() => credits.giveBack(), { name: "RangeError", message: /from 0 to 0/ });
  credits.take();
  assert.throws(() => credits.giveBack(2), { name: "RangeError", message: /current value is 2/ });
  assert.throws(() => credits.giveBack(-1), RangeError);
});
