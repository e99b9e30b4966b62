import assert from "node:assert/strict";
import { firstValueFrom, of, Subject, take } from "rxjs";
import { tf } from "../../../runtime/mod.ts";
import {
  type ClipBatch,
  labeledViews,
  type PlannedClip,
  StepBatch,
  strongViews,
  toDevice,
  viewsToDevice,
  weakViews,
} from "../../../operators/mod.ts";
import { clip } from "../_clips.ts";
import { tensorTest, valuesOf } from "../_tensors.ts";

const DEVICE = { size: 4, mean: 0.45, std: 0.225 };
const WEAK = { seed: 0, size: 4, shortSide: [4, 5], flip: 0.5 } as const;

/** The clip with the views of its role, and one operation where it is strong. */
function planned(of_: PlannedClip): Promise<PlannedClip> {
  const policy = () => [{ name: "invert", magnitude: 0 } as const];
  return firstValueFrom(
    of(of_).pipe(
      labeledViews(WEAK),
      weakViews(WEAK),
      strongViews({ ...WEAK, policy, cutout: 0 }),
    ),
  );
}

async function batch(): Promise<ClipBatch<PlannedClip>> {
  return {
    labeled: [await planned(clip("l", "labeled"))],
    unlabeled: [await planned(clip("u")), await planned(clip("v", "unlabeled", 5, 4))],
  };
}

/** What a flat level becomes. */
function normalized(level: number): number {
  return (level / 255 - 0.45) / 0.225;
}

function near(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  const off = actual.findIndex((value, at) => !(Math.abs(value - expected[at]!) < 1e-5));
  assert.equal(off, -1, `value ${off} is ${actual[off]}, not ${expected[off]}`);
}

/** The means of `[clips, frames]` over the pixels. */
function frameMeans(clips: tf.Tensor5D): number[] {
  return valuesOf(tf.tidy(() => clips.mean([2, 3, 4])));
}

tensorTest("toDevice() gathers frames, makes views and normalizes", async () => {
  const stream = of(await batch()).pipe(toDevice({ ...DEVICE, seed: 0 }), take(1));
  let checked = 0;
  stream.subscribe((step) => {
    void step.use(({ labeled, labels, weak, strong, randomSeed }) => {
      assert.deepEqual(labeled.primary.shape, [1, 3, 4, 4, 3]);
      assert.deepEqual(strong!.auxiliary!.shape, [2, 2, 4, 4, 3]);
      near(frameMeans(labeled.primary), [0, 10, 30].map(normalized));
      near(frameMeans(weak!.auxiliary!), [10, 20, 10, 20].map(normalized));
      near(frameMeans(strong!.primary), [255, 245, 225, 255, 245, 225].map(normalized));
      assert.deepEqual(Array.from(labels.dataSync()), [0]);
      assert.deepEqual([labels.dtype, randomSeed.dtype, randomSeed.size], ["int32", "int32", 2]);
      checked++;
    });
    assert.deepEqual([step.clips, Array.from(step.hiddenLabels)], [3, [0, 0]]);
  });
  assert.equal(checked, 1);
});

tensorTest("toDevice() completes when its batches are disposed", async () => {
  const clips = await batch();
  const log: unknown[] = [];
  const alive: StepBatch[] = [];
  of(clips, clips).pipe(toDevice({ ...DEVICE, seed: 0 })).subscribe({
    next: (step) => alive.push(step),
    complete: () => log.push("complete"),
  });
  alive[0]![Symbol.dispose]();
  alive[0]![Symbol.dispose]();
  assert.deepEqual(log, []);
  alive[1]![Symbol.dispose]();
  assert.deepEqual(log, ["complete"]);
});

tensorTest(
  "toDevice() disposes its batches before it passes an error on, and on unsubscribing",
  async () => {
    const clips = await batch();
    for (const end of ["error", "unsubscribe"] as const) {
      const source = new Subject<ClipBatch<PlannedClip>>();
      const before = tf.memory().numTensors;
      const log: unknown[] = [];
      const subscription = source.pipe(toDevice({ ...DEVICE, seed: 0 }))
        .subscribe({ error: (error) => log.push(error, tf.memory().numTensors - before) });
      source.next(clips);
      source.next(clips);
      assert.ok(tf.memory().numTensors > before);
      end === "error" ? source.error("broken") : subscription.unsubscribe();
      assert.deepEqual(log, end === "error" ? ["broken", 0] : []);
      assert.equal(source.observed, false);
    }
  },
);

tensorTest(
  "toDevice() fails for a clip without a view or label, and leaves nothing behind",
  async () => {
    const good = await batch();
    const { video } = good.labeled[0]!.ticket;
    const unknown = { ...good.labeled[0]!.ticket, video: { ...video, label: null } };
    for (
      const [bad, message] of [
        [{ ...good, unlabeled: [clip("w")] }, /'w' must have a weak view/],
        [{ ...good, labeled: [{ ...good.labeled[0]!, ticket: unknown }] }, /'l' has no label/],
      ] as const
    ) {
      const stream = of(bad).pipe(toDevice({ ...DEVICE, seed: 0 }));
      await assert.rejects(firstValueFrom(stream), { name: "TypeError", message });
    }
  },
);

tensorTest("toDevice() takes labeled clips alone", async () => {
  const { labeled } = await batch();
  of({ labeled, unlabeled: [] }).pipe(toDevice({ ...DEVICE, seed: 0 }), take(1))
    .subscribe((step) => {
      void step.use((tensors) => assert.deepEqual(Object.keys(tensors).sort(), KEYS_OF_LABELED));
      assert.equal(step.clips, 1);
    });
});

const KEYS_OF_LABELED = ["labeled", "labels", "randomSeed"];

tensorTest("StepBatch frees its tensors when the last user is done", async () => {
  const before = tf.memory().numTensors;
  const tensors = await firstValueFrom(of(await batch()).pipe(toDevice({ ...DEVICE, seed: 0 })))
    .catch((error) => error);
  assert.ok(tensors instanceof StepBatch);
  assert.equal(tf.memory().numTensors, before, "firstValueFrom unsubscribed");
  await assert.rejects(tensors.use(() => 0), {
    name: "ReferenceError",
    message: /it was disposed/,
  });

  const released: string[] = [];
  const tickets = { labeled: [], unlabeled: [] };
  const labels = tf.tensor1d([1], "int32");
  const step = new StepBatch({ labels } as never, tickets, () => {
    labels.dispose();
    released.push("free");
  });
  const work = Promise.withResolvers<void>();
  const used = step.use(() => work.promise);
  step[Symbol.dispose]();
  assert.deepEqual(released, []);
  work.resolve();
  await used;
  assert.deepEqual(released, ["free"]);
});

tensorTest("viewsToDevice() keeps the order of clips whose pictures differ in size", () => {
  const clips = [clip("a", "unlabeled", 4, 6), clip("b", "unlabeled", 9, 5), clip("c")];
  clips.forEach(({ frames }, at) => frames.forEach((value, index) => frames[index] = value + at));
  const plans = clips.map(({ height, width }) => ({
    box: { top: 0, left: 0, height, width },
    flip: false,
  }));
  const { view } = viewsToDevice(clips, { view: plans }, { size: 2, mean: 0, std: 1 / 255 });
  near(frameMeans(view.primary), [0, 10, 30, 1, 11, 31, 2, 12, 32]);
  near(frameMeans(view.auxiliary!), [10, 20, 11, 21, 12, 22]);
  view.primary.dispose();
  view.auxiliary!.dispose();
});

tensorTest("viewsToDevice() does each clip's strong operations to that clip only", () => {
  const clips = [clip("a"), clip("b")];
  const box = { top: 0, left: 0, height: 4, width: 6 };
  const plans = [
    { box, flip: false, operations: [{ name: "invert", magnitude: 0 } as const] },
    { box, flip: false, operations: [] },
  ];
  const { view } = viewsToDevice(clips, { view: plans }, { size: 2, mean: 0, std: 1 / 255 });
  near(frameMeans(view.primary), [255, 245, 225, 0, 10, 30]);
  view.primary.dispose();
  view.auxiliary!.dispose();
});
