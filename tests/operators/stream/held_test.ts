import assert from "node:assert/strict";
import { freeHeld, heldByItself } from "../../../operators/stream/_held.ts";

Deno.test("heldByItself() returns what is Held, and one credit for everything else", () => {
  const held = { clips: 3, [Symbol.dispose]() {} };
  assert.equal(heldByItself(held), held);
  const others = [null, undefined, "text", { clips: 3 }, { [Symbol.dispose]() {} }, { clips: "3" }];
  for (const value of others) assert.equal(heldByItself(value), 1);
});

Deno.test("freeHeld() disposes what is Held once, and returns its credits", () => {
  let disposed = 0;
  assert.equal(freeHeld({ clips: 3, [Symbol.dispose]: () => void disposed++ }), 3);
  assert.equal(freeHeld(2), 2);
  assert.equal(disposed, 1);
});
