import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { attention } from "../../../runtime/ops/mod.ts";
import { composedAttention } from "./_composed.ts";
import { assertSameGradients } from "./_gradients.ts";
import "../../_tensorflow.ts";

Deno.test.each(
  [
    ["op by op, one sequence, two heads", [2, 5, 1, 24], 2],
    ["op by op, four sequences, three heads", [2, 5, 4, 36], 3],
    ["op by op, three sequences, one head", [2, 5, 3, 12], 1],
    ["by XLA, three sequences, two heads", [4, 80, 3, 240], 2],
  ] as const,
)("attention() equals the composed one, computed %s", (_, shape, heads) => {
  assertSameGradients(
    (tokens: tf.Tensor4D) => attention(tokens, { heads }),
    (tokens: tf.Tensor4D) => composedAttention(tokens, heads),
    [shape],
  );
});

Deno.test.each([3, 0])("attention() refuses tokens that %d heads cannot share", (heads) => {
  const tokens = tf.zeros<tf.Rank.R4>([1, 2, 1, 12]);
  assert.throws(
    () => attention(tokens, { heads }),
    /^RangeError: Cannot attend with \d heads as .* 3 times their number: current value is 12$/,
  );
  tokens.dispose();
});
