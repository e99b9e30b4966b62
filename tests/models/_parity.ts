import assert from "node:assert/strict";
import {
  type Model,
  type ModelState,
  type Parameters,
  type ParameterSpec,
  sgd,
  supervisedLoss,
} from "../../models/mod.ts";
import { tf } from "../../runtime/mod.ts";
import { watchTensors } from "../_leaks.ts";
import { gradientsOf, Reference, relativeError } from "./_reference.ts";

/** Maximum relative L2 difference of logits: ten times the rounding floor of float32. */
const LOGITS_TOLERANCE = 1e-5;

/** Maximum relative L2 difference of a gradient, statistic or updated weight. */
const GRADIENT_TOLERANCE = 1e-4;

/** Maximum absolute gradient of a key's bias, which is zero except for rounding. */
const KEY_BIAS_TOLERANCE = 1e-6;

/** Registers the tests that compare a network with the numbers of its official implementation. */
export function testParity(name: string, model: Model): void {
  async function withState(
    body: (reference: Reference, state: ModelState, clips: tf.Tensor5D) => Promise<void>,
  ): Promise<void> {
    const assertNoLeaks = watchTensors();
    using reference = await Reference.open(name);
    const state = await reference.state(model);
    const clips = await reference.clips("input");
    await body(reference, state, clips);
    tf.dispose([state.parameters, state.statistics, clips]);
    assertNoLeaks();
  }

  Deno.test(`forward() in training gives the logits and statistics of ${name}`, async () => {
    await withState(async (reference, state, clips) => {
      const { logits, statistics } = tf.tidy(() => {
        const { logits, statistics } = model.forward({ ...state, clips, training: true });
        return { logits, statistics: { ...statistics } };
      });
      const difference = relativeError(logits.dataSync(), await reference.values("logits_train"));
      assert.ok(difference < LOGITS_TOLERANCE, `logits: ${difference}`);
      await assertClose(reference, model.statistics, statistics, "after.");
      tf.dispose([logits, statistics]);
    });
  });

  Deno.test(`forward() in evaluation gives the logits of ${name}`, async () => {
    await withState(async (reference, state, clips) => {
      const statistics = await reference.tensors(model.statistics, "after.");
      const logits = tf.tidy(() =>
        model.forward({ ...state, statistics, clips, training: false }).logits
      );
      const difference = relativeError(logits.dataSync(), await reference.values("logits_eval"));
      assert.ok(difference < LOGITS_TOLERANCE, `logits: ${difference}`);
      tf.dispose([logits, statistics]);
    });
  });

  Deno.test(`forward() has every gradient of ${name}`, async () => {
    await withState(async (reference, state, clips) => {
      const labels = await reference.tensor<tf.Tensor1D>("labels");
      const gradients = tf.tidy(() =>
        gradientsOf(
          state.parameters,
          () => supervisedLoss(model.forward({ ...state, clips, training: true }).logits, labels),
        )
      );
      await assertClose(reference, model.parameters, gradients, "grad.");
      tf.dispose([gradients, labels]);
    });
  });

  Deno.test(`sgd() takes the three steps of ${name}`, async () => {
    await withState(async (reference, start, clips) => {
      const labels = await reference.tensor<tf.Tensor1D>("labels");
      const recorded = reference.description.sgd as {
        lr: number;
        momentum: number;
        weight_decay: number;
        losses: number[];
        traced: string[];
      };
      const optimizer = sgd({
        momentum: recorded.momentum,
        weightDecay: recorded.weight_decay,
        isDecayed: () => true,
      });
      const rate = tf.scalar(recorded.lr);
      let { parameters, statistics } = start;
      let momentum = optimizer.initialize(parameters);
      for (const [index, expectedLoss] of recorded.losses.entries()) {
        const next = tf.tidy(() => {
          let loss: tf.Scalar | undefined;
          let updated: Parameters = {};
          const gradients = gradientsOf(parameters, () => {
            const output = model.forward({ parameters, statistics, clips, training: true });
            loss = tf.keep(supervisedLoss(output.logits, labels));
            updated = output.statistics;
            for (const tensor of Object.values(updated)) tf.keep(tensor);
            return loss;
          });
          return {
            loss: loss!,
            updated,
            ...optimizer.update(parameters, momentum, gradients, { learningRate: rate }),
          };
        });
        const [loss] = next.loss.dataSync();
        assert.ok(Math.abs(loss! - expectedLoss) < 1e-4 * expectedLoss, `loss ${index}: ${loss}`);
        tf.dispose([next.loss, momentum]);
        if (index > 0) tf.dispose([parameters, statistics]);
        ({ parameters, momentum } = next);
        statistics = next.updated;
        const traced = model.parameters.filter((spec) => recorded.traced.includes(spec.name));
        assert.equal(traced.length, recorded.traced.length);
        await assertClose(reference, traced, parameters, `step${index + 1}.`);
      }
      tf.dispose([parameters, statistics, momentum, labels, rate]);
    });
  });
}

async function assertClose(
  reference: Reference,
  specs: readonly ParameterSpec[],
  actual: Parameters,
  prefix: string,
): Promise<void> {
  const expected = await reference.tensors(specs, prefix);
  for (const spec of specs) {
    const values = actual[spec.name]!.dataSync<"float32">();
    const recorded = expected[spec.name]!.dataSync<"float32">();
    assert.deepEqual(actual[spec.name]!.shape, spec.shape, spec.name);
    // The bias of the keys has no effect except for rounding: it shifts all scores, and softmax
    // ignores that.
    const third = prefix === "grad." && spec.name.endsWith("qkv.bias") ? values.length / 3 : 0;
    const isKey = (_: number, index: number) => index >= third && index < 2 * third;
    assert.ok(
      values.filter(isKey).every((value) => Math.abs(value) < KEY_BIAS_TOLERANCE),
      spec.name,
    );
    const withoutKeys = (list: Float32Array) => list.filter((value, index) => !isKey(value, index));
    const difference = relativeError(withoutKeys(values), withoutKeys(recorded));
    assert.ok(difference < GRADIENT_TOLERANCE, `${prefix}${spec.name}: ${difference}`);
  }
  tf.dispose(expected);
}
