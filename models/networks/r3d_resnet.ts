import { tf } from "../../runtime/mod.ts";
import { globalAveragePool } from "../../runtime/ops/mod.ts";
import { ForwardPass } from "./_forward_pass.ts";
import { residualBlock, stem } from "./_residual_block.ts";
import { blockSpecs, layersOf, layerSpecs, runningSpecs } from "./_residual_plan.ts";
import { modelOf } from "./_model_of.ts";
import type { ForwardInput, ForwardOutput, Model } from "./model.ts";
import { linearSpecs, type ParameterSpec } from "./parameter_spec.ts";
import { planR3d, type R3dConfig, type R3dPlan } from "./r3d_resnet_config.ts";

/** Added to the variances of its norms. */
const EPSILON = 1e-3;

/**
 * Creates the R3D-18 of Learning from Temporal Gradient (the `ResNet3d` of lambert-x/video_semisup,
 * with MMAction2's parameter names): 3×3×3 kernels, halving frames and pixels from stage to stage.
 * The head averages over all frames and pixels.
 *
 * @throws {RangeError} If the lists for the stages differ in length or a kernel is even.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { NAMED_CONFIGS, r3dResNet } from "@actnetformer/deno/models";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const model = r3dResNet({ ...NAMED_CONFIGS.r3d_18, width: 4, classes: 5 });
 * const clips = tf.zeros<tf.Rank.R5>([1, 8, 32, 32, 3]);
 * const { logits } = model.forward({ ...model.initialize(1), clips, training: false });
 * assert.deepEqual(logits.shape, [1, 5]);
 * ```
 */
export function r3dResNet(config: R3dConfig, name: string = config.kind): Model {
  const plan = planR3d(config);
  return modelOf({
    name,
    config,
    parameters: parameterSpecs(plan, config),
    statistics: runningSpecs([plan.stem, ...layersOf(plan.stages.flat())]),
    forward: (input) => forward(input, plan, config),
  });
}

function parameterSpecs(plan: R3dPlan, { classes }: R3dConfig): ParameterSpec[] {
  return [
    ...layerSpecs(plan.stem),
    ...blockSpecs(plan.stages.flat(), 1),
    ...linearSpecs(plan.head, [plan.features, classes], 0.01),
  ];
}

function forward(
  input: ForwardInput,
  plan: R3dPlan,
  { stemPool, temporalPool, dropout }: R3dConfig,
): ForwardOutput {
  const pass = new ForwardPass(input, { epsilon: EPSILON });
  let x = stem(pass, input.clips, plan.stem, stemPool);
  const outputs = plan.stages.map((blocks, stage) => {
    for (const block of blocks) x = residualBlock(pass, x, block);
    if (stage === 0 && temporalPool) x = poolFrames(x);
    return x;
  });
  pass.readStages(outputs);
  const pooled = globalAveragePool(pass.readFeatures(x));
  pass.readPooled(() => pooled);
  const features = pass.drop(pooled, { rate: dropout, index: 0 });
  return { logits: pass.linear(features, plan.head), features, statistics: pass.statistics };
}

/** Takes the maximum of each two frames; a last one without a partner is left out. */
function poolFrames(x: tf.Tensor5D): tf.Tensor5D {
  const [batch, frames, height, width, channels] = x.shape;
  const pairs = frames >> 1;
  // A clip of one frame has nothing to pool.
  if (pairs === 0) return x;
  const paired = tf.reshape(
    tf.slice(x, [0, 0, 0, 0, 0], [batch, 2 * pairs, height, width, channels]),
    [batch * pairs, 2, height, width, channels],
  );
  const part = (index: number) => tf.slice(paired, [0, index, 0, 0, 0], [-1, 1, -1, -1, -1]);
  return tf.reshape(tf.maximum(part(0), part(1)), [batch, pairs, height, width, channels]);
}
