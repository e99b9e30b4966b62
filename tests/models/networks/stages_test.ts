import assert from "node:assert/strict";
import {
  createModel,
  type Model,
  type ModelConfig,
  NAMED_CONFIGS,
  type ReadOut,
} from "../../../models/mod.ts";
import { recordGraph, tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { gradientsOf, relativeError } from "../_reference.ts";
import { drawNormal } from "../../_draw_normal.ts";

const TINY = { classes: 3, width: 8, depths: [1, 1, 1, 1], dropout: 0 };

const RESNETS: readonly (readonly [string, ModelConfig, readonly number[]])[] = [
  ["slow_r50", { ...NAMED_CONFIGS.slow_r50, ...TINY }, [4, 4, 4, 4]],
  ["r3d_18", { ...NAMED_CONFIGS.r3d_18, ...TINY }, [2, 1, 1, 1]],
  ["tsm_r18", { ...NAMED_CONFIGS.tsm_r18, ...TINY }, [4, 4, 4, 4]],
];

function inputOf(model: Model) {
  return {
    ...model.initialize(3),
    clips: drawNormal<tf.Rank.R5>([2, 4, 32, 32, 3], 9),
    training: true,
  };
}

/** Runs a network and returns the outputs of its stages. */
function stagesOf(model: Model, input: ReturnType<typeof inputOf>) {
  const reported: (readonly tf.Tensor5D[])[] = [];
  const output = model.forward({ ...input, readOut: { onStages: (list) => reported.push(list) } });
  assert.equal(reported.length, 1);
  return { ...output, stages: reported[0]! };
}

Deno.test.each(RESNETS)(
  "forward() reports the stages of %s without any effect",
  (_, config, frames) => {
    withoutLeaks(() => {
      const model = createModel(config);
      const input = inputOf(model);
      const { stages, logits } = stagesOf(model, input);
      const expansion = config.kind === "slow-resnet" ? 4 : 1;
      assert.deepEqual(
        stages.map(({ shape }) => shape),
        frames.map((count, stage) => {
          const side = 8 / 2 ** stage;
          return [2, count, side, side, 8 * 2 ** stage * expansion];
        }),
      );
      assert.deepEqual(logits.dataSync(), model.forward(input).logits.dataSync());
    });
  },
);

Deno.test.each(RESNETS)("the last stage of %s is what its head averages", (_, config) => {
  withoutLeaks(() => {
    const model = createModel(config);
    const { stages, features } = stagesOf(model, inputOf(model));
    const pooled = tf.mean(stages[3]!, [1, 2, 3]);
    const difference = relativeError(pooled.dataSync(), features.dataSync());
    assert.ok(difference < 1e-5, `${difference}`);
  });
});

/** Parameters of the stem and the first three stages, on which the first three outputs depend. */
function isBelowLastStage(name: string): boolean {
  return !/^blocks\.[456]\.|\.layer4\.|^new_fc\.|^cls_head\./.test(name);
}

Deno.test.each(RESNETS)("gradients of %s flow through its stages", (_, config) => {
  withoutLeaks(() => {
    const model = createModel(config);
    // Batch norm over the two values of a small last stage would be too steep.
    const { parameters: all, ...input } = { ...inputOf(model), training: false };
    // Blocks that start as the identity would have no gradients inside.
    const parameters = Object.fromEntries(
      Object.entries(all).map(([name, tensor]) => [
        name,
        /norm_c\.weight$/.test(name) ? tf.ones(tensor.shape) : tensor,
      ]),
    );
    const { stages } = stagesOf(model, { ...input, parameters });
    const targets = stages.map(({ shape }, stage) => drawNormal(shape, 10 + stage));
    const lossOf = (values: typeof parameters, from: number) => {
      const { stages } = stagesOf(model, { ...input, parameters: { ...parameters, ...values } });
      const products = stages.slice(from, from + 1).map((output) => tf.mul(output, targets[from]!));
      return tf.sum(products[0]!) as tf.Scalar;
    };
    const [stem] = model.parameters;
    for (const stage of [0, 1, 2, 3]) {
      // Along the gradient of the stem the loss must rise by its squared norm.
      const gradient = gradientsOf(
        { [stem!.name]: parameters[stem!.name]! },
        () => lossOf({}, stage),
      )[stem!.name]!;
      const squared = tf.sum(tf.square(gradient)).dataSync()[0]!;
      const step = 2e-3 / Math.sqrt(squared);
      const moved = (factor: number) =>
        lossOf(
          { [stem!.name]: tf.add(parameters[stem!.name]!, tf.mul(gradient, factor * step)) },
          stage,
        ).dataSync()[0]!;
      const rise = (moved(1) - moved(-1)) / (2 * step);
      assert.ok(Math.abs(rise / squared - 1) < 0.05, `stage ${stage}: ${rise} for ${squared}`);
    }
    const inFirstThree = Object.fromEntries(
      Object.entries(parameters).filter(([name]) => isBelowLastStage(name)),
    );
    const gradients = gradientsOf(inFirstThree, () => lossOf(inFirstThree, 2));
    for (const [name, gradient] of Object.entries(gradients)) {
      assert.ok(tf.norm(gradient).dataSync()[0]! > 0, name);
    }
  });
});

Deno.test.each(RESNETS)("the graph of %s is the same with and without stages", (_, config) => {
  withoutLeaks(() => {
    const model = createModel(config);
    const { clips, ...input } = inputOf(model);
    const nodesOf = (readOut?: ReadOut) => {
      const graph = recordGraph(
        ({ clips }) => ({
          logits: model.forward({ ...input, clips: clips as tf.Tensor5D, readOut }).logits,
        }),
        { clips },
      );
      return graph.nodes.map(({ op }) => op);
    };
    const plain = nodesOf();
    assert.deepEqual(nodesOf({ onStages() {} }), plain);
    const pooled = nodesOf({ onPooled() {} });
    assert.equal(pooled.length > plain.length, config.kind === "tsm-resnet");
  });
});
