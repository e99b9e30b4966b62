import assert from "node:assert/strict";
import { afterTacl } from "../../../pipeline/methods/after_tacl.ts";
import { tf } from "../../../runtime/mod.ts";
import { tensorTest } from "../../operators/_tensors.ts";
import { checkMethod } from "./_check_method.ts";
import { CLASSES, LABELS, type PlainStep, VIDEOS } from "./_linear_step.ts";
import { argmax, crossEntropy, type Matrix, mean, meanOf, product, softmax } from "./_plain.ts";

const THRESHOLD = 0.55;

/** The last confident label of 7 videos. */
const SELECTED = [1, -1, 1, 1, -1, -1, 0];

/** What the mean of both clips says, without gradient. */
function meanProbabilities({ clips: { weak }, fixed }: PlainStep): number[][] {
  const { fc } = fixed["primary"]!;
  return meanOf(["primary", "fine"].map((clip) => product(weak[clip]!, fc).map(softmax)));
}

/** δ (1/2 + 1/2 · β / (2 - β)). */
function thresholdOf(label: number): number {
  const counts = Array.from(
    { length: CLASSES },
    (_, index) => SELECTED.filter((selected) => selected === index).length,
  );
  const unused = SELECTED.filter((selected) => selected === -1).length;
  const progress = counts[label]! / Math.max(...counts, unused);
  return THRESHOLD * (1 + progress / (2 - progress)) / 2;
}

/** The mean over clips of KL(p ‖ q). */
function divergence(p: Matrix, q: Matrix): number {
  return mean(
    p.map((row, clip) =>
      row.reduce((sum, value, label) => sum + value * Math.log(value / q[clip]![label]!), 0)
    ),
  );
}

function agreement({ clips: { weak }, now, fixed }: PlainStep): number {
  const probabilities = (clip: string, weights: PlainStep["now"]) =>
    product(weak[clip]!, weights["primary"]!.fc).map(softmax);
  const coarse = divergence(probabilities("primary", now), probabilities("fine", fixed));
  const fine = divergence(probabilities("fine", now), probabilities("primary", fixed));
  return (coarse + fine) / 2;
}

function terms(step: PlainStep) {
  const { clips: { labeled, strong }, now } = step;
  const { fc } = now["primary"]!;
  const probabilities = meanProbabilities(step);
  const labels = probabilities.map(argmax);
  const mask = probabilities.map((row) => Number(Math.max(...row) >= thresholdOf(argmax(row))));
  assert.ok(mask.includes(1), "something is taught");
  const pseudo = (clip: string) => crossEntropy(product(strong[clip]!, fc), labels, mask);
  const supervised = (clip: string) => crossEntropy(product(labeled[clip]!, fc), LABELS);
  return {
    supervised: (supervised("primary") + supervised("fine")) / 2,
    pseudo: (pseudo("primary") + pseudo("fine")) / 2,
    agreement: agreement(step),
  };
}

tensorTest(
  "after-tacl has the terms, gradients and memory of a plain computation",
  () =>
    checkMethod({
      method: afterTacl,
      settings: { name: "after-tacl", threshold: THRESHOLD },
      clips: ["primary", "auxiliary", "fine"],
      memory: () => ({ selected: tf.tensor1d(SELECTED, "int32") }),
      terms,
      remembered({ selected }, step) {
        const expected = [...SELECTED];
        meanProbabilities(step).forEach((row, clip) => {
          if (Math.max(...row) >= THRESHOLD) expected[VIDEOS[clip]!] = argmax(row);
        });
        assert.notDeepEqual(expected, SELECTED);
        assert.deepEqual([...selected as Int32Array], expected);
      },
    }),
);
