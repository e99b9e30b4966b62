import assert from "node:assert/strict";
import { concatMap, delay, lastValueFrom, map, of, pipe, Subject, tap, toArray } from "rxjs";
import { tf } from "../../../runtime/mod.ts";
import {
  type ClipBatch,
  type PlannedClip,
  type StepBatch,
  toDevice,
  type ToDeviceOptions,
} from "../../../operators/mod.ts";
import { checkMapLike, marbles } from "../_checklist.ts";
import { clip } from "../_clips.ts";
import { tensorTest } from "../_tensors.ts";
import { batchOfClips, DEVICE, labeledClip, unlabeledClip } from "./_planned_clips.ts";

function disposed(batch: StepBatch): StepBatch {
  batch[Symbol.dispose]();
  return batch;
}

checkMapLike("toDevice()", {
  operator: () => pipe(toDevice({ ...DEVICE, seed: 0 }), map(disposed)),
  input: batchOfClips,
  broken: () => ({ ...batchOfClips(), unlabeled: [clip("w")] }),
  test: tensorTest,
});

tensorTest(
  "toDevice() marbles: completes when the last batch is disposed",
  () =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const batches = cold("-a-a|", { a: batchOfClips() });
      const stream = batches.pipe(
        toDevice({ ...DEVICE, seed: 0 }),
        concatMap((batch) => of("x").pipe(delay(3), tap(() => disposed(batch)))),
      );
      expectObservable(stream).toBe("----x--(x|)");
      expectSubscriptions(batches.subscriptions).toBe("^---!");
    }),
);

/** Waits until the tasks that are due have run. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

tensorTest("toDevice() has two batches on the device, however many wait", async () => {
  const source = new Subject<ClipBatch<PlannedClip>>();
  const log: string[] = [];
  const batches: StepBatch[] = [];
  source.pipe(toDevice({ ...DEVICE, seed: 0 })).subscribe({
    next: (batch) => {
      batches.push(batch);
      log.push(batch.tickets.labeled[0]!.video.id);
    },
    complete: () => log.push("end"),
  });
  for (const id of ["a", "b", "c", "d"]) {
    source.next({ labeled: [labeledClip(id)], unlabeled: [] });
  }
  source.complete();
  assert.deepEqual(log, ["a", "b"]);
  const [first, second] = batches as [StepBatch, StepBatch];
  // A batch whose tensors are still in use leaves no room.
  const use = first.use(() => Promise.resolve());
  disposed(first);
  assert.deepEqual(log, ["a", "b"]);
  await use;
  // The next step starts first.
  assert.deepEqual(log, ["a", "b"]);
  await nextTask();
  assert.deepEqual(log, ["a", "b", "c"]);
  disposed(second);
  await nextTask();
  assert.deepEqual(log, ["a", "b", "c", "d"]);
  batches.slice(2).forEach(disposed);
  assert.deepEqual(log, ["a", "b", "c", "d", "end"]);
});

for (const end of ["error", "unsubscribe"] as const) {
  tensorTest(`toDevice() ends by ${end} of a batch that waited, and leaves nothing`, async () => {
    const source = new Subject<ClipBatch<PlannedClip>>();
    const before = tf.memory().numTensors;
    const batches: StepBatch[] = [];
    const errors: Error[] = [];
    const subscription = source.pipe(toDevice({ ...DEVICE, seed: 0 })).subscribe({
      next: (batch) => batches.push(batch),
      error: (error) => errors.push(error),
    });
    for (const unlabeled of [[], [], [clip("w")], []]) {
      source.next({ ...batchOfClips(), unlabeled });
    }
    disposed(batches[0]!);
    if (end === "unsubscribe") subscription.unsubscribe();
    await nextTask();
    const expected = end === "error" ? [/'w' must have a weak view/] : [];
    assert.equal(errors.length, expected.length);
    for (const [index, message] of expected.entries()) {
      assert.match(errors[index]!.message, message);
    }
    assert.equal(batches.length, 2);
    assert.equal(tf.memory().numTensors, before);
    assert.equal(source.observed, false);
  });
}

tensorTest("toDevice() counts the clips of a batch, and knows their hidden labels", async () => {
  const batch = await lastValueFrom(
    of(batchOfClips()).pipe(toDevice({ ...DEVICE, seed: 0 }), map(disposed)),
  );
  assert.deepEqual([batch.clips, Array.from(batch.hiddenLabels)], [3, [0, 0]]);
});

tensorTest("toDevice() says which videos the unlabeled clips show, if asked", async () => {
  const ids = ["w", "v", "u"];
  const videos = ids.map((id) => unlabeledClip(id).ticket.video);
  const stream = of(batchOfClips()).pipe(
    toDevice({ ...DEVICE, seed: 0, videos }),
    concatMap((batch) =>
      batch.use((tensors) => [tensors.videos!.dtype, ...tensors.videos!.dataSync()])
        .finally(() => disposed(batch))
    ),
  );
  assert.deepEqual(await lastValueFrom(stream), ["int32", 2, 1]);
  const unknown = of(batchOfClips()).pipe(
    toDevice({ ...DEVICE, seed: 0, videos: videos.slice(0, 2) }),
  );
  await assert.rejects(lastValueFrom(unknown), {
    name: "TypeError",
    message: "Cannot make a batch as 'u' must be one of the 2 unlabeled videos",
  });
});

tensorTest(
  "toDevice() draws the random seed of a worker from the whole batch's ticket",
  async () => {
    const seeds = (options: Partial<ToDeviceOptions>) =>
      lastValueFrom(
        of(batchOfClips(), batchOfClips()).pipe(
          toDevice({ ...DEVICE, seed: 0, ...options }),
          concatMap((batch) =>
            batch.use(({ randomSeed }) => Array.from(randomSeed.dataSync()))
              .finally(() => disposed(batch))
          ),
          toArray(),
        ),
      );
    const [own] = batchOfClips().labeled as [PlannedClip];
    const first = { ...own.ticket, repeat: 7 };
    const [before, after] = await seeds({});
    assert.deepEqual(before, after);
    const [other, same] = await seeds({ seedTicket: (batch) => batch === 0 ? first : own.ticket });
    assert.notDeepEqual(other, before);
    assert.deepEqual(same, before);
  },
);

for (const end of ["error", "unsubscribe"] as const) {
  tensorTest(`toDevice() disposes its batches before the end by ${end}`, () => {
    const source = new Subject<ClipBatch<PlannedClip>>();
    const before = tf.memory().numTensors;
    const log: unknown[] = [];
    const subscription = source.pipe(toDevice({ ...DEVICE, seed: 0 }))
      .subscribe({ error: (error) => log.push(error, tf.memory().numTensors - before) });
    for (let batch = 0; batch < 4; batch++) source.next(batchOfClips());
    assert.ok(tf.memory().numTensors > before);
    if (end === "error") source.error("broken");
    else subscription.unsubscribe();
    assert.deepEqual(log, end === "error" ? ["broken", 0] : []);
    assert.equal(source.observed, false);
  });
}
