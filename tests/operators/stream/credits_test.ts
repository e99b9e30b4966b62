import assert from "node:assert/strict";
import { Credits } from "../../../operators/mod.ts";

Deno.test("Credits lends as many as its capacity", () => {
  const credits = new Credits(2);
  assert.deepEqual([credits.take(), credits.take(), credits.take()], [true, true, false]);
  assert.equal(credits.inFlight, 2);
  credits.giveBack();
  assert.equal(credits.available, 1);
  assert.equal(credits.take(), true);
});

Deno.test("Credits tells when some came back, and says nothing of a recall", () => {
  const credits = new Credits(2);
  const heard: number[] = [];
  const subscription = credits.returned.subscribe(() => heard.push(credits.available));
  credits.take();
  credits.take();
  credits.giveBack(2);
  credits.take();
  credits.reset();
  assert.deepEqual(heard, [2]);
  assert.equal(credits.available, 2);
  subscription.unsubscribe();
});

Deno.test("Credits refuses what cannot be", () => {
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
