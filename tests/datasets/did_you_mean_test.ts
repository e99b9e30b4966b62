import assert from "node:assert/strict";
import { didYouMean } from "../../datasets/did_you_mean.ts";

Deno.test("didYouMean() ends a message, or adds nothing", () => {
  assert.equal(didYouMean("figth", ["fight", "normal"]), "; did you mean fight?");
  assert.equal(didYouMean("jump", ["fight", "normal"]), "");
});
