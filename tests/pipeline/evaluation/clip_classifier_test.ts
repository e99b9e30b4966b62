import assert from "node:assert/strict";
import { PendingWork, type PlannedClip } from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import {
  ClipClassifier,
  type CompiledNetworks,
} from "../../../pipeline/evaluation/clip_classifier.ts";
import { tf } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import "../../_tensorflow.ts";

/** A clip of two frames, each as high as what the networks see and wider, all of one level. */
function clipOf(level: number, size: number): PlannedClip {
  const video = { id: `${level}`, path: `/${level}`, label: 0 };
  return {
    ticket: { video, role: "unlabeled", phase: 0, epoch: 0, position: 0, repeat: 0 },
    framesPerSecond: 30,
    frameCount: 2,
    height: size,
    width: size + 2,
    frames: new Uint8Array(2 * size * (size + 2) * 3).fill(level),
    indices: { primary: [0, 1] },
    views: {},
  };
}

/** Networks that answer with the level of each clip, and keep how many views they were given. */
function levelsOf(parts: number[]): CompiledNetworks {
  const answer: (...input: Parameters<CompiledNetworks>) => ReturnType<CompiledNetworks> = (
    { views },
  ) => {
    const [crops, clips] = views.primary.shape;
    parts.push(crops * clips);
    const levels = tf.tidy(() => {
      const [first] = tf.unstack(views.primary);
      const means = tf.mean<tf.Tensor1D>(first!, [1, 2, 3, 4]);
      return tf.reshape<tf.Rank.R2>(means.mul(0.225).add(0.45).mul(255), [-1, 1]);
    });
    return Promise.resolve({
      probabilities: { primary: levels },
      features: { primary: tf.neg<tf.Tensor2D>(levels) },
    });
  };
  return Object.assign(answer, { prepare: () => ({ peakBytes: 0 }), [Symbol.dispose]() {} });
}

/** Clips of an answer, crops, `evaluate.videosAtOnce`, size in pixels, clips, then views of the parts. */
const PARTS: readonly [number, 1 | 3, number, number, number, readonly number[]][] = [
  // 16 MiB hold 14 clips of three small views, and the clips of an answer are 5.
  [5, 3, 1, 128, 10, [30]],
  // Two clips of three views are too large, and 5 has no other divisor than 1.
  [5, 3, 1, 400, 5, [3, 3, 3, 3, 3]],
  [5, 1, 1, 400, 10, [2, 2, 2, 2, 2]],
  // As many as the user says, however large.
  [1, 3, 2, 600, 4, [6, 6]],
  [1, 3, 4, 600, 3, [9]],
  // A clip alone is never divided.
  [1, 3, 1, 896, 2, [3, 3]],
];

for (const [clips, crops, videosAtOnce, size, count, expected] of PARTS) {
  Deno.test(`ClipClassifier computes ${count} clips of ${crops} × ${size} pixels, ${videosAtOnce} at once, in ${expected.length} parts`, async () => {
    const rate = { frames: 2, stride: 1 };
    const { config } = await loadConfig("motion_small", [
      { path: "clip.size", value: size },
      { path: "clip.decodeShortSide", value: size },
      { path: "clip.primary", value: rate },
      { path: "clip.auxiliary", value: rate },
      { path: "evaluate.crops", value: crops },
      { path: "evaluate.videosAtOnce", value: videosAtOnce },
    ]);
    const assertNoLeaks = watchTensors();
    const parts: number[] = [];
    const state = { primary: { parameters: {}, statistics: {}, momentum: {} } };
    const compiled = levelsOf(parts);
    const pendingWork = new PendingWork();
    const networks = {} as never;
    const options = { networks, state, clips, pendingWork, compiled };
    using classifier = new ClipClassifier(config, options);
    const levels = Array.from({ length: count }, (_, index) => 10 + 20 * index);
    const answers = await classifier.classify(levels.map((level) => clipOf(level, size)));
    assert.deepEqual(parts, expected);
    assert.equal(answers.length, count / clips);
    answers.forEach(({ clips: answered, probabilities, features }, index) => {
      const own = levels.slice(index * clips, (index + 1) * clips);
      assert.deepEqual(answered.map(({ ticket }) => Number(ticket.video.id)), own);
      const mean = own.reduce((sum, level) => sum + level) / clips;
      assert.ok(Math.abs(probabilities.primary[0]! - mean) < 0.01, `${probabilities.primary[0]}`);
      assert.equal(features.primary[0], -probabilities.primary[0]!);
    });
    assertNoLeaks();
  });
}
