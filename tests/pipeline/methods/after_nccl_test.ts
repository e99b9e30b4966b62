import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { afterNccl } from "../../../pipeline/methods/after_nccl.ts";
import { tf } from "../../../runtime/mod.ts";
import { tensorTest } from "../../operators/_tensors.ts";
import { checkMethod } from "./_check_method.ts";
import { CLASSES, LABELS, type PlainStep } from "./_linear_step.ts";
import {
  argmax,
  crossEntropy,
  directions,
  dot,
  type Matrix,
  mean,
  meanOf,
  product,
  softmax,
} from "./_plain.ts";

const THRESHOLD = 0.45;
const TEMPERATURE = 0.5;
const NEIGHBORS = 10;

/** Outputs of each head. */
const HEAD = 2;

const NETWORKS = ["primary", "auxiliary"] as const;

/** 14 slots, the last one empty. */
const SLOTS = 14;
const EMBEDDINGS = directions(
  Array.from(
    { length: SLOTS - 1 },
    (_, slot) => Array.from({ length: 2 * HEAD }, (_, index) => Math.sin(7 * slot + 3 * index + 1)),
  ),
);
const PROBABILITIES = Array.from(
  { length: SLOTS - 1 },
  (_, slot) =>
    softmax(Array.from({ length: CLASSES }, (_, label) => 2 * Math.cos(5 * slot + 2 * label))),
);

const bank = (rows: Matrix) => tf.tensor2d([...rows, rows[0]!.map(() => 0)].map((row) => [...row]));

/** The projections of both networks side by side, as directions. */
function joint(
  clips: Readonly<Record<string, Matrix>>,
  weights: PlainStep["now"],
): number[][] {
  const [first, second] = NETWORKS.map((name) =>
    directions(product(clips[name]!, weights[name]!.head))
  ) as [number[][], number[][]];
  return directions(first.map((row, clip) => [...row, ...second[clip]!]));
}

/** What the averages say about the weak views. */
function teach({ clips: { weak }, averages }: PlainStep) {
  const probabilities = meanOf(
    NETWORKS.map((name) => product(weak[name]!, averages[name]!.fc).map(softmax)),
  );
  const views = joint(weak, averages);
  const estimate = views.map((view) => {
    const nearest = EMBEDDINGS.map((embedding, slot) => ({ slot, cosine: dot(view, embedding) }))
      .sort((a, b) => b.cosine - a.cosine).slice(0, NEIGHBORS);
    const shares = softmax(nearest.map(({ cosine }) => cosine / TEMPERATURE));
    return PROBABILITIES[0]!.map((_, label) =>
      dot(shares, nearest.map(({ slot }) => PROBABILITIES[slot]![label]!))
    );
  });
  const targets = probabilities.map((row, clip) =>
    row.map((own, label) => 0.9 * own + 0.1 * estimate[clip]![label]!)
  );
  return {
    probabilities,
    views,
    estimate,
    labels: targets.map(argmax),
    mask: targets.map((row) => Number(Math.max(...row) >= THRESHOLD)),
  };
}

/** Anchors are compared with the teachers' views and the bank. */
function contrast(
  { clips: { strong }, now }: PlainStep,
  { views, labels, mask }: ReturnType<typeof teach>,
): number {
  const compared = [
    ...views.map((direction, clip) => ({ direction, label: labels[clip], counts: mask[clip] })),
    ...EMBEDDINGS.map((direction, slot) => {
      const row = PROBABILITIES[slot]!;
      return { direction, label: argmax(row), counts: Number(Math.max(...row) >= THRESHOLD) };
    }),
  ];
  return mean(
    joint(strong, now).map((anchor, clip) => {
      const shares = softmax(
        compared.map(({ direction }) => dot(anchor, direction) / TEMPERATURE),
      );
      const isPositive = ({ label, counts }: typeof compared[number], index: number) =>
        index === clip || (counts === 1 && mask[clip] === 1 && label === labels[clip]);
      return mean(
        shares.filter((_, index) => isPositive(compared[index]!, index))
          .map((share) => -Math.log(share)),
      );
    }),
  );
}

function terms(step: PlainStep) {
  const { clips: { labeled, strong }, now } = step;
  const taught = teach(step);
  assert.deepEqual([taught.mask.includes(0), taught.mask.includes(1)], [true, true]);
  const logits = (view: typeof labeled, name: string) => product(view[name]!, now[name]!.fc);
  const supervised = (name: string) => crossEntropy(logits(labeled, name), LABELS);
  const pseudo = (name: string) => crossEntropy(logits(strong, name), taught.labels, taught.mask);
  const neighbors = (name: string) =>
    mean(
      logits(strong, name).map((row, clip) =>
        -dot(taught.estimate[clip]!, softmax(row).map((share) => Math.log(share)))
      ),
    );
  return {
    supervisedPrimary: supervised("primary"),
    supervisedAuxiliary: supervised("auxiliary"),
    pseudoPrimary: pseudo("primary"),
    pseudoAuxiliary: pseudo("auxiliary"),
    neighbors: neighbors("primary") + neighbors("auxiliary"),
    contrast: contrast(step, taught),
  };
}

function assertRows(actual: unknown, expected: Matrix): void {
  const values = [...actual as Float32Array];
  expected.flat().forEach((value, index) => assert.ok(Math.abs(values[index]! - value) < 1e-5));
}

tensorTest(
  "after-nccl has the terms, gradients and memory of a plain computation",
  () =>
    checkMethod({
      method: afterNccl,
      settings: { name: "after-nccl", threshold: THRESHOLD, temperature: TEMPERATURE },
      clips: NETWORKS,
      head: HEAD,
      memory: () => ({ embeddings: bank(EMBEDDINGS), probabilities: bank(PROBABILITIES) }),
      terms,
      remembered({ embeddings, probabilities }, step) {
        const { views, probabilities: own } = teach(step);
        const known = LABELS.map((label) =>
          Array.from({ length: CLASSES }, (_, index) => Number(index === label))
        );
        const added = [...joint(step.clips.labeled, step.averages), ...views];
        assertRows(embeddings, [...added, ...EMBEDDINGS.slice(0, SLOTS - added.length)]);
        assertRows(probabilities, [
          ...known,
          ...own,
          ...PROBABILITIES.slice(0, SLOTS - added.length),
        ]);
      },
    }),
);

const NAME = { path: "method.name", value: "after-nccl" };
const { config: { method: SETTINGS } } = await loadConfig("motion_small", [NAME]);
const SURROUNDINGS = { classes: 3, labeled: 10, unlabeled: 90, clipsPerStep: 24 };

for (
  const [what, bank, surroundings, message] of [
    [
      "larger than the set",
      101,
      SURROUNDINGS,
      "Cannot use the config of this run as method.bank must be from 24, the clips or neighbors of a step, to " +
      "100, the training videos, for the method after-nccl: current value is 101",
    ],
    [
      "smaller than a step",
      23,
      SURROUNDINGS,
      /method\.bank must be from 24, .*: current value is 23$/,
    ],
    [
      "of a set smaller than a step",
      undefined,
      { ...SURROUNDINGS, unlabeled: 5 },
      /must be from 24, .* to 15, .*: current value is 15 \(default\)$/,
    ],
  ] as const
) {
  Deno.test(`after-nccl refuses a memory bank ${what}`, () => {
    assert.throws(() => afterNccl.memory!(settingsOf(bank), surroundings), {
      name: "ConfigError",
      message,
    });
  });
}

Deno.test("after-nccl remembers as many clips as there are videos, at most 4096", () => {
  const slotsOf = (unlabeled: number, bank?: number) =>
    afterNccl.memory!(settingsOf(bank), { ...SURROUNDINGS, unlabeled })["embeddings"]!.shape;
  assert.deepEqual(slotsOf(90), [100, 256]);
  assert.deepEqual(slotsOf(90_000), [4096, 256]);
  assert.deepEqual(slotsOf(90_000, 8192), [8192, 256]);
});

function settingsOf(bank: number | undefined) {
  return { ...SETTINGS, ...bank === undefined ? {} : { bank } };
}
