import assert from "node:assert/strict";
import { lastValueFrom, map, tap, toArray } from "rxjs";
import { compile, tf } from "../../../runtime/mod.ts";
import {
  autoAugment,
  Credits,
  decode,
  type DecodedWindow,
  decodingGrid,
  labeledViews,
  type Learner,
  type Merged,
  paced,
  ratioBatch,
  ratioTickets,
  release,
  replacementTicket,
  slowFast,
  strongViews,
  type Ticket,
  toDevice,
  trainSteps,
  type TrainStepsOptions,
  weakViews,
} from "../../../operators/mod.ts";
import { video, window } from "../_clips.ts";
import { tensorTest } from "../_tensors.ts";
import { newLearner, schedule, step } from "./_training.ts";

const RATES = { primary: { frames: 3, stride: 8 }, auxiliary: { frames: 2, stride: 8 } };
const GRID = decodingGrid(RATES);
const VIEW = { seed: 0, size: 8, shortSide: [8, 10], flip: 0.5 } as const;
const VIDEOS = {
  labeled: ["l0", "l1"].map((id, label) => video(id, label)),
  unlabeled: ["u0", "u1", "u2", "broken", "u3"].map((id) => video(id, 1)),
};

/** Resolves later, as a process does; "broken" is a file that cannot be read. */
async function load(ticket: Ticket): Promise<DecodedWindow> {
  await new Promise((resolve) => queueMicrotask(() => resolve(null)));
  if (ticket.video.id === "broken") throw new Error("cannot be read");
  return window(ticket, { ...GRID, height: 10, width: 12 }, ticket.video.id.charCodeAt(1));
}

/** The whole stream from a list of videos to steps. */
function run(learner: Learner, batches: { from: number; to: number }, options: {
  readonly concurrency: number;
  /** @default 12, three batches */
  readonly capacity?: number;
  readonly step?: TrainStepsOptions<Merged>["step"] | undefined;
  /** Is called when the views of a batch have been made. */
  readonly onBatch?: () => void;
}) {
  const credits = new Credits(options.capacity ?? 12);
  const order = { ...VIDEOS, labeledPerBatch: 1, ratio: 3, seed: 5 };
  const replace = replacementTicket(VIDEOS, 5);
  const stream = paced(ratioTickets(order, { phase: 0, ...batches }), credits).pipe(
    decode(load, {
      concurrency: options.concurrency,
      credits,
      onFailure: ({ item, attempt }) => ({ replacement: replace(item, attempt)! }),
    }),
    slowFast({ clips: RATES, seed: 5, training: true }),
    labeledViews(VIEW),
    weakViews(VIEW),
    strongViews({ ...VIEW, policy: autoAugment(), cutout: 0.5 }),
    ratioBatch({ labeled: 1, ratio: 3, credits }),
  ).pipe(
    toDevice({ size: 8, mean: 0.45, std: 0.225, seed: 5 }),
    tap(options.onBatch),
    trainSteps({ learner, step: options.step ?? step, schedule }),
    release(credits, ({ batch }) => batch),
    map(({ step, result }) => `${step} ${result.loss}`),
  );
  return { stream, credits };
}

tensorTest(
  "trainSteps() learns the same whatever is decoded at once, and wherever it is resumed",
  async () => {
    using learner = newLearner();
    using parallel = newLearner();
    using resumed = newLearner();
    const expected = await lastValueFrom(
      run(learner, { from: 0, to: 6 }, { concurrency: 1 }).stream
        .pipe(toArray()),
    );
    assert.equal(expected.length, 6);
    const { stream, credits } = run(parallel, { from: 0, to: 6 }, { concurrency: 3 });
    assert.deepEqual(await lastValueFrom(stream.pipe(toArray())), expected);
    assert.equal(credits.inFlight, 0);
    const losses: string[] = [];
    for (const range of [{ from: 0, to: 2 }, { from: 2, to: 6 }]) {
      const { stream } = run(resumed, range, { concurrency: 2 });
      losses.push(...await lastValueFrom(stream.pipe(toArray())));
    }
    assert.deepEqual(losses, expected);
    assert.equal(resumed.steps, 6);
  },
);

/**
 * Situation, source, result, the source's subscription, the test's unsubscription; TestScheduler
 * cannot wait for a step.
 */
tensorTest("trainSteps() takes a compiled step", async () => {
  using learner = newLearner();
  using eagerLearner = newLearner();
  using compiled = compile(step);
  const range = { from: 0, to: 4 };
  const losses = async (learner: Learner, step?: TrainStepsOptions<Merged>["step"]) => {
    const options = { concurrency: 2, step };
    const lines = await lastValueFrom(run(learner, range, options).stream.pipe(toArray()));
    return lines.map((line) => Number(line.split(" ")[1]));
  };
  const actual = await losses(learner, compiled);
  const expected = await losses(eagerLearner);
  assert.ok(
    actual.every((loss, index) => Math.abs(loss - expected[index]!) < 1e-4),
    `${actual} ${expected}`,
  );
});

tensorTest(
  "trainSteps() starts a step before the views of the batch after it are made",
  async () => {
    using learner = newLearner();
    let made = 0;
    const madeBefore: number[] = [];
    const { stream } = run(learner, { from: 0, to: 6 }, {
      concurrency: 2,
      capacity: 24,
      onBatch: () => made++,
      step: (input) => {
        madeBefore.push(made);
        return step(input);
      },
    });
    await lastValueFrom(stream);
    assert.deepEqual(madeBefore, [1, 2, 3, 4, 5, 6]);
  },
);

tensorTest("trainSteps() keeps the number of tensors from step to step", async () => {
  using learner = newLearner();
  const counts: number[] = [];
  // With credits for one batch none waits on the device while another is used.
  const { stream } = run(learner, { from: 0, to: 8 }, { concurrency: 2, capacity: 4 });
  await lastValueFrom(stream.pipe(map(() => counts.push(tf.memory().numTensors))));
  assert.deepEqual(counts, Array(8).fill(counts[0]));
});
