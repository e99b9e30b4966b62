import assert from "node:assert/strict";
import { firstValueFrom, lastValueFrom, of, Subject, tap } from "rxjs";
import { disposeTree, tf } from "../../../runtime/mod.ts";
import {
  type Merged,
  PendingWork,
  StepBatch,
  trainSteps,
  type TrainStepsOptions,
} from "../../../operators/mod.ts";
import { marbles } from "../_checklist.ts";
import { noise } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";
import { newLearner, schedule, step } from "./_training.ts";

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

tensorTest("trainSteps() takes no batch that waits when the source fails", async () => {
  using learner = newLearner();
  using batch = batchOfNoise();
  using waiting = batchOfNoise();
  const { paused, started, resume } = pausedStep();
  const batches = new Subject<StepBatch>();
  const ended = lastValueFrom(
    batches.pipe(trainSteps<Merged>({ learner, schedule, step: paused })),
  );
  batches.next(batch);
  batches.next(waiting);
  await started;
  // As toDevice() does at an error.
  waiting[Symbol.dispose]();
  batches.error(new Error("no more videos"));
  resume();
  await assert.rejects(ended, /no more videos/);
  assert.equal(learner.steps, 1);
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
