import assert from "node:assert/strict";
import {
  type Model,
  type ModelState,
  slowResNet,
  type SlowResNetConfig,
  timeSformer,
} from "../../../models/mod.ts";
import { gradCam } from "../../../pipeline/explanation/grad_cam.ts";
import { relevanceOf } from "../../../pipeline/explanation/relevance_of.ts";
import { tf } from "../../../runtime/mod.ts";
import { Reference, relativeError, SLOW_R50_TINY } from "../../models/_reference.ts";
import { watchTensors, withoutLeaks } from "../../_leaks.ts";
import { readRecorded } from "./_recorded.ts";
import { drawNormal } from "../../_draw_normal.ts";

const CONFIG: SlowResNetConfig = {
  kind: "slow-resnet",
  classes: 3,
  block: "basic",
  width: 4,
  stemKernel: 3,
  stemStride: 2,
  stemPool: false,
  depths: [1, 1],
  temporalKernels: [3, 3],
  spatialStrides: [1, 2],
  dropout: 0,
};

/** What {@linkcode readFeatures} finds. */
interface Features {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

function readFeatures(model: Model, state: ModelState, clips: tf.Tensor5D): Features {
  const found: Features[] = [];
  const onFeatures = (features: tf.Tensor5D) => {
    found.push({ shape: features.shape, values: features.dataSync<"float32">().slice() });
    return features;
  };
  model.forward({ ...state, clips, training: false, readOut: { onFeatures } });
  return found[0]!;
}

Deno.test("gradCam() equals Grad-CAM by finite differences", () => {
  withoutLeaks(() => {
    const model = slowResNet(CONFIG);
    const state = model.initialize(4);
    const clips = drawNormal<tf.Rank.R5>([2, 2, 12, 12, 3], 5);
    const classes = [2, 0];
    const { shape, values } = readFeatures(model, state, clips);
    const [batch = 0, frames = 0, rows = 0, columns = 0, channels = 0] = shape;
    const positions = frames * rows * columns;
    const logitsWith = (changed: Float32Array) => {
      const replaced = tf.tensor5d(changed, shape as [number, number, number, number, number]);
      const readOut = { onFeatures: () => replaced };
      return model.forward({ ...state, clips, training: false, readOut }).logits.arraySync();
    };
    const expected = new Float64Array(batch * positions);
    const step = 0.5; // The head is linear.
    for (let clip = 0; clip < batch; clip++) {
      for (let channel = 0; channel < channels; channel++) {
        // The mean of the gradient over all positions: they are changed at once.
        const weightOf = (sign: number) => {
          const changed = values.slice();
          for (let position = 0; position < positions; position++) {
            changed[(clip * positions + position) * channels + channel]! += sign * step;
          }
          return logitsWith(changed)[clip]![classes[clip]!]!;
        };
        const weight = (weightOf(1) - weightOf(-1)) / (2 * step) / positions;
        for (let position = 0; position < positions; position++) {
          const index = clip * positions + position;
          expected[index]! += weight * values[index * channels + channel]!;
        }
      }
    }
    const explained = tf.oneHot(tf.tensor1d(classes, "int32"), 3).cast("float32") as tf.Tensor2D;
    const heat = gradCam(model, { ...state, clips, explained });
    assert.deepEqual(heat.shape, [batch, frames, rows, columns]);
    const rectified = expected.map((value) => Math.max(0, value));
    assert.ok(rectified.some((value) => value === 0) && rectified.some((value) => value > 0));
    const difference = relativeError(heat.dataSync(), rectified);
    assert.ok(difference < 1e-3, `${difference}`);
  });
});

Deno.test("gradCam() of several classes explains the one that is most probable", () => {
  withoutLeaks(() => {
    const model = slowResNet(CONFIG);
    const state = model.initialize(4);
    const clips = drawNormal<tf.Rank.R5>([2, 2, 12, 12, 3], 5);
    const { logits } = model.forward({ ...state, clips, training: false });
    const best = tf.oneHot(tf.argMax(logits, 1), 3).cast("float32") as tf.Tensor2D;
    const one = gradCam(model, { ...state, clips, explained: best });
    const all = gradCam(model, { ...state, clips, explained: tf.ones([2, 3]) });
    assert.deepEqual(all.dataSync(), one.dataSync());
    const second = gradCam(model, { ...state, clips, explained: tf.sub(1, best) as tf.Tensor2D });
    assert.notDeepEqual(second.dataSync(), one.dataSync());
  });
});

Deno.test("gradCam() equals PyTorch's on the reference network", async () => {
  const { classes, grad_cam: recorded } = await readRecorded();
  const model = slowResNet(SLOW_R50_TINY);
  const assertNoLeaks = watchTensors();
  using reference = await Reference.open("slow_r50_tiny");
  const state = {
    parameters: await reference.tensors(model.parameters),
    statistics: await reference.tensors(model.statistics, "after."),
  };
  const small = await reference.clips("input");
  const heat = tf.tidy(() => {
    // Each pixel three times in both directions.
    const [batch, frames, height, width, channels] = small.shape;
    const rows = tf.tile(
      tf.reshape(small, [batch * frames, height, 1, width, 1, channels]),
      [1, 1, 3, 1, 3, 1],
    );
    const clips = tf.reshape<tf.Rank.R5>(rows, [batch, frames, 3 * height, 3 * width, channels]);
    const explained = tf.oneHot(tf.tensor1d([...classes], "int32"), 5).cast("float32");
    return gradCam(model, { ...state, clips, explained: explained as tf.Tensor2D });
  });
  assert.deepEqual(heat.shape, recorded.shape);
  const difference = relativeError(heat.dataSync(), recorded.values);
  assert.ok(difference < 1e-4, `${difference}`);
  tf.dispose([state.parameters, state.statistics, small, heat]);
  assertNoLeaks();
});

/** A network that reports nothing. */
function silent(model: Model): Model {
  return { ...model, forward: ({ readOut: _, ...input }) => model.forward(input) };
}

Deno.test("relevanceOf() refuses networks that do not report what a method needs", () => {
  withoutLeaks(() => {
    const resnet = slowResNet(CONFIG, "quiet");
    const clips = tf.zeros<tf.Rank.R5>([1, 2, 16, 16, 3]);
    const explained = tf.ones<tf.Rank.R2>([1, 3]);
    assert.throws(
      () => relevanceOf(silent(resnet), { ...resnet.initialize(1), clips, explained }),
      /^TypeError: Cannot explain 'quiet' by Grad-CAM as it must report the features of its last stage: it reports none$/,
    );
    const transformer = timeSformer({
      kind: "timesformer",
      classes: 3,
      size: 16,
      frames: 2,
      patch: 8,
      width: 6,
      depth: 1,
      heads: 1,
      mlpRatio: 1,
      dropout: 0,
      dropPath: 0,
    }, "quiet");
    assert.throws(
      () => relevanceOf(silent(transformer), { ...transformer.initialize(1), clips, explained }),
      /^TypeError: Cannot explain 'quiet' by attention rollout as it must report its attention: it reports none$/,
    );
  });
});
