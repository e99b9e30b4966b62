import assert from "node:assert/strict";
import { map, of, pipe } from "rxjs";
import {
  differentiate,
  type Differentiated,
  dualForward,
  hostValues,
  mapNetworks,
  type Merged,
  mergeLosses,
  microSteps,
  noiseStep,
  updateNetworks,
} from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { optimizerOf, PRIMARY } from "../_networks.ts";
import { tidyTest } from "../_tensors.ts";

const PIPELINE = pipe(dualForward({ primary: PRIMARY }), mergeLosses());

const OPTIONS = {
  pipeline: PIPELINE,
  optimizer: { primary: optimizerOf(PRIMARY) },
  maxGradientNorm: 40,
};

/** A step on labels alone, with the result of its pipeline and its gradients. */
function differentiated(): Differentiated<Merged> {
  const values: Differentiated<Merged>[] = [];
  of(noiseStep({ primary: PRIMARY }, { unlabeled: 0 })).pipe(differentiate(PIPELINE))
    .subscribe((value) => values.push(value));
  const [value] = values as [Differentiated<Merged>];
  return value;
}

tidyTest("microSteps().accumulate() adds a share of the gradients to the sum", () => {
  const { gradients, result, ...input } = differentiated();
  const { accumulate } = microSteps({ ...OPTIONS, microBatches: 4 });
  const sum = mapNetworks(gradients, (named) => mapTensors(named, (tensor) => tf.onesLike(tensor)));
  const output = accumulate({ ...input, gradients: sum });
  const name = "blocks.0.conv.weight";
  const expected = tf.add(1, tf.div(gradients.primary[name]!, 4));
  assert.deepEqual(output.gradients.primary[name]!.dataSync(), expected.dataSync());
  assert.equal(hostValues(output.result.loss), hostValues(result.loss));
  assert.ok(!("statistics" in output.result));
});

tidyTest("microSteps().apply() is the optimizer's step, with statistics of its own", () => {
  const { gradients, result: { statistics }, state, schedule } = differentiated();
  const { apply } = microSteps({ ...OPTIONS, microBatches: 1 });
  const output = apply({ state, schedule, gradients, statistics });
  const expected = updateNetworks({ state, schedule, gradients, statistics }, OPTIONS);
  assert.deepEqual(hostValues(output), hostValues(expected));
  for (const [name, tensor] of Object.entries(output.state.primary.statistics)) {
    assert.notEqual(tensor, statistics.primary[name]);
  }
});

tidyTest(
  "microSteps() gives what is remembered as means, and refuses what is of whole steps",
  () => {
    const { gradients, result: _, ...input } = differentiated();
    const remembering = (name: "means" | "memory") =>
      microSteps({
        ...OPTIONS,
        microBatches: 2,
        pipeline: pipe(PIPELINE, map((merged) => ({ ...merged, [name]: { bank: tf.ones([2]) } }))),
      });
    const { memory, result } = remembering("means").accumulate({ ...input, gradients });
    assert.deepEqual(hostValues(memory), { bank: new Float32Array([1, 1]) });
    assert.ok(!("means" in result));
    assert.throws(() => remembering("memory").accumulate({ ...input, gradients }), {
      name: "TypeError",
      message:
        "Cannot accumulate gradients as the method must remember nothing of whole steps: it " +
        "remembers bank",
    });
  },
);

Deno.test("microSteps() refuses a maximum norm that is not positive", () =>
  assert.throws(() => microSteps({ ...OPTIONS, microBatches: 2, maxGradientNorm: 0 }), {
    name: "RangeError",
    message: /'maxGradientNorm' must be a positive number/,
  }));

function mapTensors(
  tensors: Readonly<Record<string, tf.Tensor>>,
  change: (tensor: tf.Tensor) => tf.Tensor,
): Record<string, tf.Tensor> {
  const entries = Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)] as const);
  return Object.fromEntries(entries);
}
