import assert from "node:assert/strict";
import { gradientClip } from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import "../../_tensorflow.ts";

Deno.test("gradientClip() gives the factor that scales all gradients to the limit", () => {
  tf.tidy(() => {
    const gradients = { first: tf.tensor1d([3, 0]), second: tf.tensor2d([[0, -4]]) };
    const { factor, norm } = gradientClip(gradients, 2.5);
    assert.equal(norm.arraySync(), 5);
    assert.ok(Math.abs(factor.arraySync() - 0.5) < 1e-6);
  });
});

Deno.test("gradientClip() leaves gradients within the limit as they are", () => {
  tf.tidy(() => {
    const { factor, norm } = gradientClip({ only: tf.tensor1d([3, 4]) }, 40);
    assert.equal(norm.arraySync(), 5);
    assert.equal(factor.arraySync(), 1);
  });
});
