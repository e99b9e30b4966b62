import assert from "node:assert/strict";
import { firstValueFrom, lastValueFrom, map, of, Subject, tap, toArray } from "rxjs";
import { compile, disposeTree, tf } from "../../../runtime/mod.ts";
import {
  autoAugment,
  Credits,
  decode,
  type DecodedWindow,
  decodingGrid,
  labeledViews,
  Learner,
  type Merged,
  paced,
  PendingWork,
  ratioBatch,
  ratioTickets,
  release,
  replacementTicket,
  slowFast,
  StepBatch,
  strongViews,
  type Ticket,
  toDevice,
  trainingStep,
  trainSteps,
  type TrainStepsOptions,
  weakViews,
} from "../../../operators/mod.ts";
import { marbles } from "../_checklist.ts";
import { video, window } from "../_clips.ts";
import { actNetFormer, AUXILIARY, initialState, noise, PRIMARY } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";

const RATES = { primary: { frames: 3, stride: 8 }, auxiliary: { frames: 2, stride: 8 } };
const GRID = decodingGrid(RATES);
const VIEW = { seed: 0, size: 8, shortSide: [8, 10], flip: 0.5 } as const;
const VIDEOS = {
  labeled: ["l0", "l1"].map((id, label) => video(id, label)),
  unlabeled: ["u0", "u1", "u2", "broken", "u3"].map((id) => video(id, 1)),
};

const step = trainingStep(actNetFormer(0.3));

function schedule(number: number) {
  const learningRate = { primary: 0.01 / (number + 1), auxiliary: 0.01 };
  return { learningRate, pseudoLabelWeight: 2, contrastWeight: 2 };
}

function newLearner(): Learner {
  return new Learner({ primary: initialState(PRIMARY), auxiliary: initialState(AUXILIARY) });
}

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
}) {
  const credits = new Credits(options.capacity ?? 12);
  const order = { ...VIDEOS, labeledPerBatch: 1, ratio: 3, seed: 5 };
  const replace = replacementTicket(VIDEOS, 5);
  const stream = paced(ratioTickets(order, batches), credits).pipe(
    decode(load, {
      concurrency: options.concurrency,
      credits,
      onFailure: ({ item, attempt }) => ({ replacement: replace(item, attempt)! }),
    }),
    slowFast({ ...RATES, seed: 5, training: true }),
    labeledViews(VIEW),
    weakViews(VIEW),
    strongViews({ ...VIEW, policy: autoAugment(), cutout: 0.5 }),
    ratioBatch({ labeled: 1, ratio: 3, credits }),
  ).pipe(
    toDevice({ size: 8, mean: 0.45, std: 0.225, seed: 5 }),
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
const WITHOUT_STEPS: readonly (readonly [string, string, string, string, string?])[] = [
  ["never", "---", "---", "^--"],
  ["empty", "--|", "--|", "^-!"],
  ["an error of the source", "--#", "--#", "^-!"],
  ["early unsubscribe", "-----", "---", "^--!", "^--!"],
];

for (const [situation, source, expected, subscription, end] of WITHOUT_STEPS) {
  tensorTest(`trainSteps() marbles: ${situation}`, () => {
    using learner = newLearner();
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const batches = cold<StepBatch>(source, {}, "error");
      const stream = batches.pipe(trainSteps({ learner, step, schedule }));
      expectObservable(stream, end).toBe(expected, {}, "error");
      expectSubscriptions(batches.subscriptions).toBe(subscription);
    });
  });
}

tensorTest("trainSteps() leaves the source when a step fails, and takes no other", async () => {
  using learner = newLearner();
  using batch = batchOfNoise();
  let calls = 0;
  const batches = new Subject<StepBatch>();
  const failing = trainSteps<Merged>({
    learner,
    schedule,
    step() {
      calls++;
      return Promise.reject(new Error("no step"));
    },
  });
  const ended = lastValueFrom(batches.pipe(failing));
  batches.next(batch);
  batches.next(batch);
  await assert.rejects(ended, /no step/);
  assert.deepEqual([batches.observed, calls, learner.steps], [false, 1, 0]);
});

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

tensorTest("trainSteps() keeps the number of tensors from step to step", async () => {
  using learner = newLearner();
  const counts: number[] = [];
  // With credits for one batch none waits on the device while another is used.
  const { stream } = run(learner, { from: 0, to: 8 }, { concurrency: 2, capacity: 4 });
  await lastValueFrom(stream.pipe(map(() => counts.push(tf.memory().numTensors))));
  assert.deepEqual(counts, Array(8).fill(counts[0]));
});

/** A batch that frees its tensors. */
function batchOfNoise(): StepBatch {
  const tensors = noise(1);
  return new StepBatch(
    tensors,
    { labeled: [], unlabeled: [] },
    () => disposeTree(tensors),
  );
}

/** A step that waits in the middle until it is resumed. */
function pausedStep() {
  const started = Promise.withResolvers<void>();
  const resumed = Promise.withResolvers<void>();
  const paused: TrainStepsOptions<Merged>["step"] = async (input) => {
    started.resolve();
    await resumed.promise;
    return step(input);
  };
  return { paused, started: started.promise, resume: () => resumed.resolve() };
}

for (const disposed of [false, true]) {
  const name =
    "trainSteps() lets a step run to its end when it is unsubscribed, and the learner takes its state";
  tensorTest(`${name}${disposed ? ", or frees it if it is disposed" : ""}`, async () => {
    const before = tf.memory().numTensors;
    const learner = newLearner();
    const pendingWork = new PendingWork();
    const { paused, started, resume } = pausedStep();
    const batches = new Subject<StepBatch>();
    const subscription = batches.pipe(
      trainSteps<Merged>({ learner, schedule, pendingWork, step: paused }),
    )
      .subscribe(() => assert.fail("a step was delivered"));
    const batch = batchOfNoise();
    batches.next(batch);
    await started;
    subscription.unsubscribe();
    batch[Symbol.dispose]();
    if (disposed) learner[Symbol.dispose]();
    assert.equal(batches.observed, false);
    assert.equal(pendingWork.running, 1);
    resume();
    await pendingWork.settled();
    assert.equal(learner.steps, 1);
    learner[Symbol.dispose]();
    assert.equal(tf.memory().numTensors, before);
  });
}

tensorTest("trainSteps() reports the running step before an error of its source", async () => {
  using learner = newLearner();
  using batch = batchOfNoise();
  const { paused, started, resume } = pausedStep();
  const batches = new Subject<StepBatch>();
  const reported: string[] = [];
  const ended = lastValueFrom(
    batches.pipe(
      trainSteps<Merged>({ learner, schedule, step: paused }),
      tap(({ step }) => reported.push(`step ${step}`)),
    ),
  );
  batches.next(batch);
  await started;
  batches.error(new Error("no more videos"));
  resume();
  await assert.rejects(ended, /no more videos/);
  assert.deepEqual([reported, learner.steps], [["step 0"], 1]);
});

tensorTest(
  "trainSteps() fails with what a step or its schedule throws, and leaves the learner as it was",
  async () => {
    using learner = newLearner();
    using batch = batchOfNoise();
    const pendingWork = new PendingWork();
    const failing: Partial<TrainStepsOptions<Merged>>[] = [
      { step: () => Promise.reject(new Error("no step")) },
      {
        schedule() {
          throw new Error("no step");
        },
      },
    ];
    for (const failure of failing) {
      const stream = of(batch).pipe(
        trainSteps({ learner, step, schedule, pendingWork, ...failure }),
      );
      await assert.rejects(firstValueFrom(stream), /no step/);
      assert.equal(pendingWork.running, 0);
    }
    assert.equal(learner.steps, 0);
    const taken = await firstValueFrom(of(batch).pipe(trainSteps({ learner, step, schedule })));
    assert.deepEqual([taken.step, learner.steps, taken.schedule], [0, 1, schedule(0)]);
    assert.ok(taken.gradientNorm.primary > 0 && taken.gradientNorm.auxiliary! > 0);
  },
);

tensorTest("trainSteps() awaits afterStep before it emits a step and starts the next", async () => {
  using learner = newLearner();
  using first = batchOfNoise();
  using second = batchOfNoise();
  const events: string[] = [];
  const recorded = Promise.withResolvers<void>();
  const called = Promise.withResolvers<void>();
  const stream = of(first, second).pipe(
    trainSteps<Merged>({
      learner,
      schedule,
      step(input) {
        events.push("compute");
        return step(input);
      },
      async afterStep({ step }) {
        events.push(`record ${step} of ${learner.steps}`);
        called.resolve();
        await recorded.promise;
      },
    }),
    tap(({ step }) => events.push(`emit ${step}`)),
  );
  const ended = lastValueFrom(stream);
  await called.promise;
  assert.deepEqual(events, ["compute", "record 0 of 1"]);
  recorded.resolve();
  await ended;
  assert.deepEqual(events.slice(2), ["emit 0", "compute", "record 1 of 2", "emit 1"]);
});

tensorTest("trainSteps() fails with what afterStep throws, before another step", async () => {
  using learner = newLearner();
  using first = batchOfNoise();
  using second = batchOfNoise();
  const pendingWork = new PendingWork();
  const stream = of(first, second).pipe(
    trainSteps<Merged>({
      learner,
      step,
      schedule,
      pendingWork,
      afterStep: () => Promise.reject(new Error("cannot record")),
    }),
  );
  await assert.rejects(firstValueFrom(stream), /cannot record/);
  assert.deepEqual([learner.steps, pendingWork.running], [1, 0]);
});

tensorTest("trainSteps() refuses a learner that was disposed", async () => {
  const learner = newLearner();
  learner[Symbol.dispose]();
  using batch = batchOfNoise();
  const stream = of(batch).pipe(trainSteps({ learner, step, schedule }));
  await assert.rejects(firstValueFrom(stream), {
    name: "ReferenceError",
    message: /it was disposed/,
  });
});
