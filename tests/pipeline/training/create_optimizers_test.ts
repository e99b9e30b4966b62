import assert from "node:assert/strict";
import {
  createModel,
  type Model,
  NAMED_CONFIGS,
  NAMED_PROJECTIONS,
  withProjection,
} from "../../../models/mod.ts";
import { createOptimizers } from "../../../pipeline/training/create_optimizers.ts";
import { tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";

const TINY = { classes: 3, width: 8, depths: [1, 1, 1, 1] };
const TSM = createModel({ ...NAMED_CONFIGS.tsm_r18, ...TINY });
const R3D = createModel({ ...NAMED_CONFIGS.r3d_18, ...TINY });

const RATE = 0.5;
const DECAY = 0.25;

/** How far a step moves a parameter of ones along gradients of ones, by name. */
function movesOf(
  model: Model,
  options: { readonly layerDecay?: number } = {},
): (name: string) => number {
  const optimizers = createOptimizers(
    { primary: model },
    { momentum: 0.9, weightDecay: DECAY, ...options },
  );
  const ones = Object.fromEntries(
    model.parameters.map(({ name, shape }) => [name, tf.ones([...shape])]),
  );
  const { parameters } = optimizers.primary.update(
    ones,
    optimizers.primary.initialize(ones),
    ones,
    { learningRate: tf.scalar(RATE) },
  );
  return (name) => 1 - parameters[name]!.dataSync()[0]!;
}

Deno.test("createOptimizers() trains TSM's classifier five and ten times as fast", () => {
  withoutLeaks(() => {
    const moveOf = movesOf(TSM);
    assert.equal(moveOf("new_fc.weight"), 5 * RATE * (1 + DECAY));
    assert.equal(moveOf("new_fc.bias"), 10 * RATE);
    assert.equal(moveOf("base_model.conv1.weight"), RATE * (1 + DECAY));
    assert.equal(moveOf("base_model.layer1.0.bn1.weight"), RATE);
    assert.equal(moveOf("base_model.layer1.0.bn1.bias"), RATE);
  });
});

Deno.test("createOptimizers() multiplies a parameter's factor with that of its layer", () => {
  withoutLeaks(() => {
    const moveOf = movesOf(TSM, { layerDecay: 0.5 });
    assert.equal(moveOf("new_fc.bias"), 10 * RATE);
    assert.equal(moveOf("base_model.layer4.0.bn1.bias"), RATE / 2);
    assert.equal(moveOf("base_model.bn1.bias"), RATE / 32);
  });
});

Deno.test("createOptimizers() trains other networks and projection heads at one rate", () => {
  withoutLeaks(() => {
    const model = withProjection(R3D, NAMED_PROJECTIONS.ltg);
    const moveOf = movesOf(model);
    for (const { name, decayed } of model.parameters) {
      assert.equal(moveOf(name), RATE * (decayed ? 1 + DECAY : 1), name);
    }
  });
});
