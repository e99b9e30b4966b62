import assert from "node:assert/strict";
import { concatMap, delay, lastValueFrom, map, of, pipe, Subject, tap, toArray } from "rxjs";
import { tf } from "../../../runtime/mod.ts";
import {
  type ClipBatch,
  type PlannedClip,
  type SpatialPlan,
  type StepBatch,
  type StepTensors,
  toDevice,
  type ToDeviceOptions,
} from "../../../operators/mod.ts";
import { checkMapLike, marbles } from "../_checklist.ts";
import { clip } from "../_clips.ts";
import { tensorTest } from "../_tensors.ts";
import { assertNear, frameMeans } from "./_frame_means.ts";

const DEVICE = { size: 4, mean: 0.45, std: 0.225 };

/** The whole frame. */
function wholeFrame({ height, width }: PlannedClip): SpatialPlan {
  return { box: { top: 0, left: 0, height, width }, flip: false };
}

/** A clip with a labeled view. */
function labeledClip(id: string): PlannedClip {
  const planned = clip(id, "labeled");
  return { ...planned, views: { labeled: wholeFrame(planned) } };
}

/** A clip with a weak view, and a strong one that is inverted. */
function unlabeledClip(id: string, height?: number, width?: number): PlannedClip {
  const planned = clip(id, "unlabeled", height, width);
  const weak = wholeFrame(planned);
  const operations = [{ name: "invert", magnitude: 0 } as const];
  return { ...planned, views: { weak, strong: { ...weak, operations } } };
}

function batchOfClips(): ClipBatch<PlannedClip> {
  return { labeled: [labeledClip("l")], unlabeled: [unlabeledClip("u"), unlabeledClip("v", 5, 4)] };
}

function disposed(batch: StepBatch): StepBatch {
  batch[Symbol.dispose]();
  return batch;
}

/** A level after normalization. */
function normalized(level: number): number {
  return (level / 255 - 0.45) / 0.225;
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

/** Sends one batch, looks at its tensors, and disposes it. */
function look<T>(
  clips: ClipBatch<PlannedClip>,
  work: (tensors: StepTensors, batch: StepBatch) => T,
  options: Partial<ToDeviceOptions> = {},
): Promise<T> {
  return lastValueFrom(
    of(clips).pipe(
      toDevice({ ...DEVICE, seed: 0, ...options }),
      concatMap((batch) =>
        batch.use((tensors) => work(tensors, batch)).finally(() => disposed(batch))
      ),
    ),
  );
}

tensorTest("toDevice() gathers frames, makes views and normalizes", async () => {
  const [clips, hiddenLabels] = await look(batchOfClips(), (tensors, batch) => {
    const { labeled, labels, weak, strong, randomSeed } = tensors;
    assert.deepEqual(labeled.primary.shape, [1, 3, 4, 4, 3]);
    assert.deepEqual(strong!.auxiliary!.shape, [2, 2, 4, 4, 3]);
    assertNear(frameMeans(labeled.primary), [0, 10, 30].map(normalized));
    assertNear(frameMeans(weak!.auxiliary!), [10, 20, 10, 20].map(normalized));
    assertNear(frameMeans(strong!.primary), [255, 245, 225, 255, 245, 225].map(normalized));
    assert.deepEqual(Array.from(labels.dataSync()), [0]);
    assert.deepEqual([labels.dtype, randomSeed.dtype, randomSeed.size], ["int32", "int32", 2]);
    return [batch.clips, Array.from(batch.hiddenLabels)];
  });
  assert.deepEqual([clips, hiddenLabels], [3, [0, 0]]);
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

tensorTest("toDevice() sends labeled clips alone", async () => {
  const names = await look(
    { ...batchOfClips(), unlabeled: [] },
    (tensors) => Object.keys(tensors).sort(),
  );
  assert.deepEqual(names, ["labeled", "labels", "randomSeed"]);
});

tensorTest(
  "toDevice() makes no strong views where they are off, which need not be planned",
  async () => {
    const { labeled, unlabeled } = batchOfClips();
    const weakOnly = unlabeled.map(({ views: { strong: _, ...views }, ...planned }) => {
      return { ...planned, views };
    });
    const batches = [batchOfClips(), { labeled, unlabeled: weakOnly }];
    const [first, second] = await Promise.all(
      batches.map((batch) =>
        look(batch, ({ weak, strong }) => {
          assert.equal(strong, undefined);
          return frameMeans(weak!.primary);
        }, { strong: false })
      ),
    );
    assert.deepEqual(first, second);
  },
);

tensorTest(
  "toDevice() draws the random seed from the ticket of the first labeled clip",
  async () => {
    const seedOf = (clips: ClipBatch<PlannedClip>) =>
      look(clips, ({ randomSeed }) => Array.from(randomSeed.dataSync()));
    const first = batchOfClips();
    const [labeled] = first.labeled as [PlannedClip];
    assert.deepEqual(await seedOf(first), await seedOf(batchOfClips()));
    for (const change of [{ phase: 1 }, { epoch: 1 }, { repeat: 1 }]) {
      const later = { ...labeled, ticket: { ...labeled.ticket, ...change } };
      assert.notDeepEqual(await seedOf(first), await seedOf({ ...first, labeled: [later] }));
    }
  },
);

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

tensorTest("toDevice() fails for a clip without a view or label", async () => {
  const good = batchOfClips();
  const [labeled] = good.labeled as [PlannedClip];
  const video = { ...labeled.ticket.video, label: null };
  const unknown = { ...labeled, ticket: { ...labeled.ticket, video } };
  const refused = [
    [{ ...good, unlabeled: [clip("w")] }, /'w' must have a weak view/],
    [{ ...good, labeled: [unknown] }, /'l' has no label/],
  ] as const;
  for (const [clips, message] of refused) {
    await assert.rejects(look(clips, () => 0), { name: "TypeError", message });
  }
  await assert.rejects(look({ ...good, labeled: [] }, () => 0), {
    name: "RangeError",
    message: /at least one labeled clip/,
  });
});
