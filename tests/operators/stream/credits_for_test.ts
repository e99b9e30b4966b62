import assert from "node:assert/strict";
import { creditsFor } from "../../../operators/stream/mod.ts";

Deno.test("creditsFor() has room for three batches and four clips of each decoder", () => {
  assert.equal(creditsFor({ batch: 6, concurrency: 16 }), 82);
  assert.equal(creditsFor({ batch: 1, concurrency: 1 }), 7);
});

Deno.test("creditsFor() refuses what is not a positive integer", () => {
  assert.throws(() => creditsFor({ batch: 0, concurrency: 1 }), {
    name: "RangeError",
    message: "Cannot count credits as 'batch' must be a positive integer: current value is 0",
  });
  assert.throws(() => creditsFor({ batch: 1, concurrency: 1.5 }), /'concurrency' must be/);
});
