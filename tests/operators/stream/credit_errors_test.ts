import assert from "node:assert/strict";
import { closedError, inUseError } from "../../../operators/stream/_credit_errors.ts";

Deno.test("inUseError() says how many credits the other stream has", () => {
  assert.equal(
    inUseError(1, 4).message,
    "Cannot start a stream as no other one may use its credits: " +
      "current value is one with 1 of 4 credits in flight",
  );
});

Deno.test("closedError() says where share() belongs", () => {
  assert.match(closedError().message, /^Cannot read on as .* \(share\(\) goes after it\)$/);
});
