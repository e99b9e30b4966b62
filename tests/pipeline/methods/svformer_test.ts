import assert from "node:assert/strict";
import { of } from "rxjs";
import {
  hostValues,
  type Merged,
  noiseStep,
  startEma,
  type StepInput,
  temporalWarp,
  tinyNetworks,
  tubeMix,
} from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { svformer } from "../../../pipeline/methods/svformer.ts";
import { tf } from "../../../runtime/mod.ts";
import { all } from "../../operators/_all.ts";
import { tidyTest } from "../../operators/_tensors.ts";
import { argmax, crossEntropy, type Matrix, mean, softmax } from "./_plain.ts";

/** A TimeSformer of four tokens a frame. */
const NETWORK = tinyNetworks().auxiliary;

const UNLABELED = 3;

const { config: { method: SETTINGS } } = await loadConfig("motion_small");

/** A step whose average says the opposite of what its weights say. */
function input(): StepInput {
  const step = noiseStep({ primary: NETWORK }, { labeled: 2, unlabeled: UNLABELED });
  const { ema = {}, ...state } = startEma(step.state.primary);
  const average = Object.entries(ema).map(([name, tensor]) =>
    [name, name.endsWith("head.weight") ? tf.mul(tensor, -25) : tf.mul(tensor, 0.9)] as const
  );
  return { ...step, state: { primary: { ...state, ema: Object.fromEntries(average) } } };
}

/** The logits of a training pass over some clips, as rows. */
function answers({ state: { primary }, batch }: StepInput, clips: tf.Tensor5D[]): Matrix {
  const { parameters, statistics } = primary;
  const { logits } = NETWORK.forward({
    parameters,
    statistics,
    clips: tf.concat(clips),
    training: true,
    randomSeed: batch.randomSeed,
  });
  return logits.arraySync();
}

function outcome(step: StepInput, threshold: number): Merged {
  const pipeline = svformer.pipeline({ primary: NETWORK }, {
    ...SETTINGS,
    threshold,
    clips: ["primary"],
    classShares: [],
  });
  const weights = { pseudoLabel: tf.scalar(2), mix: tf.scalar(3) };
  const schedule = { ...step.schedule, weights };
  return all(of({ ...step, schedule }).pipe(pipeline))[0]!;
}

const THRESHOLD = 0.6;

tidyTest("svformer has the terms of a plain computation", () => {
  const step = input();
  const { labeled, weak, strong, labels, randomSeed: seed } = step.batch;
  const warped = temporalWarp(strong!.primary, { seed });
  const { clips: mixed, share } = tubeMix(warped, { patch: 4, seed });
  const logits = answers(step, [labeled.primary, warped, mixed]);
  const [ofLabeled, ofStrong, ofMixed] = [
    logits.slice(0, 2),
    logits.slice(2, 2 + UNLABELED),
    logits.slice(2 + UNLABELED),
  ];
  const teacher = NETWORK.forward({
    parameters: step.state.primary.ema!,
    statistics: {},
    clips: weak!.primary,
    training: false,
  }).logits.arraySync().map(softmax);
  const classes = teacher.map(argmax);
  const confidence = teacher.map((row) => Math.max(...row));
  // Some clips count, some do not.
  const threshold = (Math.min(...confidence) + Math.max(...confidence)) / 2;
  const mask = confidence.map((value) => Number(value >= threshold));
  assert.deepEqual(new Set(mask), new Set([0, 1]));
  const taught = teacher.map((row, clip) =>
    mask[clip] === 1 ? row.map((_, label) => Number(label === classes[clip])) : row
  );
  const kept = share.dataSync()[0]!;
  const mix = mean(ofMixed.map((row, clip) => {
    const partner = (clip + UNLABELED - 1) % UNLABELED;
    const errors = row.map((value, label) =>
      (value - kept * taught[clip]![label]! - (1 - kept) * taught[partner]![label]!) ** 2
    );
    return mean(errors) * (kept * mask[clip]! + (1 - kept) * mask[partner]!);
  }));
  const expected = {
    supervisedPrimary: crossEntropy(ofLabeled, [...labels.dataSync()]),
    pseudoPrimary: crossEntropy(ofStrong, classes, mask),
    mix,
  };
  const { total, ...terms } = hostValues(outcome(step, threshold).lossTerms);
  for (const [name, value] of Object.entries(expected)) {
    assert.ok(Math.abs(terms[name]! - value) < 1e-5, `${name} is ${terms[name]}, not ${value}`);
  }
  assert.deepEqual(Object.keys(terms).sort(), [...svformer.losses].sort());
  const weighted = expected.supervisedPrimary + 2 * expected.pseudoPrimary + 3 * expected.mix;
  assert.ok(Math.abs(total! - weighted) < 1e-4);
});

tidyTest("svformer is taught by the average, not by the network itself", () => {
  const step = input();
  const { labels } = hostValues(outcome(step, THRESHOLD).gate!.pseudo.primary);
  const own = answers(step, [step.batch.weak!.primary]).map(argmax);
  assert.notDeepEqual([...labels], own);
});

tidyTest("svformer needs two unlabeled clips in each part of a step", () => {
  const { batch: _, ...step } = input();
  const { batch } = noiseStep({ primary: NETWORK }, { unlabeled: 1 });
  assert.throws(() => outcome({ ...step, batch }, THRESHOLD), {
    name: "RangeError",
    message: "Cannot mix clips as there must be two or more: current value is 1",
  });
});
