import assert from "node:assert/strict";
import {
  type AttentionReadOut,
  createModel,
  featureGrid,
  type ModelConfig,
  NAMED_CONFIGS,
  type ReadOut,
  slowResNet,
  type SlowResNetConfig,
  timeSformer,
  type TimeSformerConfig,
} from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { drawNormal } from "../../_draw_normal.ts";

const RESNET: SlowResNetConfig = {
  kind: "slow-resnet",
  classes: 3,
  block: "basic",
  width: 4,
  stemKernel: 5,
  stemStride: 2,
  stemPool: false,
  depths: [1, 1],
  temporalKernels: [3, 3],
  spatialStrides: [1, 2],
  dropout: 0,
};

const TRANSFORMER: TimeSformerConfig = {
  kind: "timesformer",
  classes: 3,
  size: 24,
  frames: 2,
  patch: 8,
  width: 12,
  depth: 2,
  heads: 3,
  mlpRatio: 2,
  dropout: 0,
  dropPath: 0,
  initialStd: { linear: 0.5, spatial: 0.5, temporal: 0.5, temporalFc: 0.5 },
};

const CLIPS = [2, 2, 24, 24, 3] as [number, number, number, number, number];

Deno.test.each(
  [["a ResNet", RESNET], ["a TimeSformer", TRANSFORMER]] as const,
)("forward() of %s gives the same bytes if it is read out", (_, config: ModelConfig) => {
  withoutLeaks(() => {
    const model = createModel(config);
    const input = {
      ...model.initialize(1),
      clips: drawNormal<tf.Rank.R5>(CLIPS, 3),
      training: false,
    };
    let calls = 0;
    const readOut: ReadOut = {
      onFeatures(features) {
        calls++;
        return features;
      },
      onAttention() {
        calls++;
      },
    };
    const read = model.forward({ ...input, readOut });
    const plain = model.forward(input);
    assert.deepEqual(read.logits.dataSync(), plain.logits.dataSync());
    assert.deepEqual(read.features.dataSync(), plain.features.dataSync());
    assert.equal(calls, config.kind === "slow-resnet" ? 1 : 4);
  });
});

Deno.test("forward() of a ResNet reports what its head averages, and continues with what it gets", () => {
  withoutLeaks(() => {
    const model = slowResNet(RESNET);
    const clips = drawNormal<tf.Rank.R5>(CLIPS, 3);
    const input = { ...model.initialize(1), clips, training: false };
    let reported = tf.zeros<tf.Rank.R5>([1, 1, 1, 1, 1]);
    const onFeatures = (features: tf.Tensor5D) => {
      reported = features;
      return tf.mul<tf.Tensor5D>(features, 2);
    };
    const { features } = model.forward({ ...input, readOut: { onFeatures } });
    assert.deepEqual(reported.shape, [2, 2, 6, 6, 8]);
    const difference = tf.max(tf.abs(tf.sub(features, tf.mul(tf.mean(reported, [1, 2, 3]), 2))));
    assert.ok(difference.dataSync()[0]! < 1e-5);
  });
});

Deno.test("forward() of a TimeSformer reports attention over time, then space, of each block", () => {
  withoutLeaks(() => {
    const model = timeSformer(TRANSFORMER);
    const clips = drawNormal<tf.Rank.R5>(CLIPS, 3);
    const attentions: AttentionReadOut[] = [];
    const onAttention = (attention: AttentionReadOut) => attentions.push(attention);
    const input = { ...model.initialize(1), clips, training: false };
    model.forward({ ...input, readOut: { onAttention } });
    assert.deepEqual(
      attentions.map(({ axis, weights }) => [axis, ...weights.shape]),
      [
        ["time", 2, 9, 2, 2],
        ["space", 2, 2, 10, 10],
        ["time", 2, 9, 2, 2],
        ["space", 2, 2, 10, 10],
      ],
    );
    for (const { weights } of attentions) {
      const sums = tf.sum(weights, 3).dataSync();
      assert.ok(sums.every((sum) => Math.abs(sum - 1) < 1e-5));
    }
  });
});

/** A ResNet whose convolutions take over their middle pixel: of the first channel, all the way. */
function centerTaps(config: SlowResNetConfig) {
  const model = slowResNet(config);
  const state = model.initialize(1);
  const parameters = Object.fromEntries(model.parameters.map(({ name, shape }) => {
    if (shape.length < 5) return [name, state.parameters[name]!];
    const values = tf.buffer([...shape]);
    const [frames = 1, height = 1, width = 1] = shape;
    values.set(1, frames >> 1, height >> 1, width >> 1, 0, 0);
    return [name, values.toTensor()];
  }));
  return { model, state: { ...state, parameters } };
}

Deno.test.each(
  [[1, false], [2, false], [2, true]] as const,
)("featureGrid() says where cells of a ResNet lie: strides of %d, pool %s", (stride, stemPool) => {
  withoutLeaks(() => {
    const config: SlowResNetConfig = { ...RESNET, stemStride: stride, stemPool };
    const { model, state } = centerTaps(config);
    const { first, pitch } = featureGrid(config);
    for (const cell of [0, 1, 2]) {
      const position = first + pitch * cell;
      const clip = tf.buffer<tf.Rank.R5>([1, 1, 24, 24, 3]);
      clip.set(1, 0, 0, first + pitch, position, 0);
      const onFeatures = (features: tf.Tensor5D) => {
        const alone = (axes: number[]) =>
          Array.from(tf.max(features, axes).dataSync(), (value) => Math.round(value));
        const columns = alone([0, 1, 2, 4]);
        assert.deepEqual(columns, columns.map((_, column) => Number(column === cell)));
        const rows = alone([0, 1, 3, 4]);
        assert.deepEqual(rows, rows.map((_, row) => Number(row === 1)));
        return features;
      };
      const clips = clip.toTensor();
      model.forward({ ...state, clips, training: false, readOut: { onFeatures } });
    }
  });
});

Deno.test("featureGrid() says where the patches of a TimeSformer lie", () => {
  const frames = { firstFrame: 0, framePitch: 1 };
  assert.deepEqual(featureGrid(TRANSFORMER), { first: 3.5, pitch: 8, ...frames });
  assert.throws(() => featureGrid({ ...TRANSFORMER, size: 20 }), RangeError);
});

Deno.test("featureGrid() says where the frames of an R3D's map lie, and refuses two pathways", () => {
  const { r3d_18: r3d, tsm_r18: tsm, slowfast_r50: slowFast } = NAMED_CONFIGS;
  assert.deepEqual(
    featureGrid({ ...r3d, temporalStrides: [1, 2, 2, 2], temporalPool: false }),
    { ...featureGrid(r3d), firstFrame: 0, framePitch: 8 },
  );
  // Each two frames are pooled: 0 and 1, 2 and 3.
  const pooled = featureGrid({ ...r3d, temporalStrides: [1, 2, 1, 1], temporalPool: true });
  assert.deepEqual([pooled.firstFrame, pooled.framePitch], [0.5, 4]);
  assert.deepEqual(featureGrid(tsm), { first: 0, pitch: 32, firstFrame: 0, framePitch: 1 });
  assert.throws(() => featureGrid(slowFast), /^TypeError: Cannot place the cells of a SlowFast/);
});

Deno.test.each(["r3d_18", "tsm_r18"] as const)("forward() of %s reports its features", (name) => {
  withoutLeaks(() => {
    const config = { ...NAMED_CONFIGS[name], width: 4, classes: 3 };
    const model = createModel(config);
    const clips = tf.zeros<tf.Rank.R5>([1, 8, 64, 64, 3]);
    let frames = 0;
    const onFeatures = (features: tf.Tensor5D) => {
      const { pitch, framePitch } = featureGrid(config);
      frames = features.shape[1];
      assert.deepEqual(features.shape.slice(2, 4), [64 / pitch, 64 / pitch]);
      assert.equal(frames, Math.ceil(8 / framePitch));
      return features;
    };
    model.forward({ ...model.initialize(1), clips, training: false, readOut: { onFeatures } });
    assert.ok(frames > 0);
  });
});
