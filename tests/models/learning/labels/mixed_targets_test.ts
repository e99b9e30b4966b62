import assert from "node:assert/strict";
import { mixedTargets } from "../../../../models/mod.ts";
import { tf } from "../../../../runtime/mod.ts";
import { withoutLeaks } from "../../../_leaks.ts";
import { sum } from "../_plain.ts";
import { assertClose, tensorOf } from "../_term.ts";
import { plainTargets, reversed, THRESHOLD } from "./_mixed_targets.ts";

Deno.test("mixedTargets() take a share for each clip", () => {
  withoutLeaks(() => {
    const teacher = [[4, 0, 0], [0, 0.5, 0], [0, 0, 5]];
    const share = tf.tensor1d([0.25, 1, 0]);
    const mixed = mixedTargets(tensorOf(teacher), {
      partners: reversed(3),
      share,
      threshold: THRESHOLD,
    });
    const [first, second, third] = [0.25, 1, 0].map((share) => plainTargets(teacher, share));
    const targets = [first!.targets[0]!, second!.targets[1]!, third!.targets[2]!];
    assertClose([...mixed.targets.dataSync()], targets.flat(), "targets");
    assert.deepEqual(mixed.weights.arraySync(), [1, 0, 1]);
    assert.deepEqual(mixed.targets.arraySync().map((row) => Math.round(sum(row) * 1e6)), [
      1e6,
      1e6,
      1e6,
    ]);
  });
});

Deno.test("mixedTargets() let no gradient through", () => {
  tf.tidy(() => {
    const options = { partners: reversed(2), share: tf.scalar(0.5), threshold: THRESHOLD };
    const gradient = tf.grad((logits) => {
      const { targets, weights } = mixedTargets(logits as tf.Tensor2D, options);
      return tf.addN([tf.sum(tf.square(targets)), tf.sum(weights), tf.sum(tf.mul(logits, 0))]);
    })(tf.tensor2d([[0.25, 0], [0, 3]]));
    assert.deepEqual(gradient.arraySync(), [[0, 0], [0, 0]]);
  });
});
