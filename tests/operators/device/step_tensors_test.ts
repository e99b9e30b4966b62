import assert from "node:assert/strict";
import { stepTensors, type StepTensorsOptions } from "../../../operators/device/_step_tensors.ts";
import type { ClipBatch, PlannedClip, StepTensors } from "../../../operators/mod.ts";
import { disposeTree } from "../../../runtime/mod.ts";
import { clip } from "../_clips.ts";
import { tensorTest } from "../_tensors.ts";
import { assertNear, frameMeans } from "./_frame_means.ts";
import { batchOfClips, DEVICE } from "./_planned_clips.ts";

/** A level after normalization. */
function normalized(level: number): number {
  return (level / 255 - 0.45) / 0.225;
}

/** Makes the tensors of a batch, looks at them, and disposes them. */
function look<T>(
  clips: ClipBatch<PlannedClip>,
  work: (tensors: StepTensors) => T,
  options: Partial<StepTensorsOptions> = {},
): T {
  const tensors = stepTensors(clips, { ...DEVICE, seed: 0, ...options });
  try {
    return work(tensors);
  } finally {
    disposeTree(tensors);
  }
}

tensorTest(
  "stepTensors() gathers frames, makes views and normalizes",
  () =>
    look(batchOfClips(), (tensors) => {
      const { labeled, labels, weak, strong, randomSeed } = tensors;
      assert.deepEqual(labeled.primary.shape, [1, 3, 4, 4, 3]);
      assert.deepEqual(strong!.auxiliary!.shape, [2, 2, 4, 4, 3]);
      assertNear(frameMeans(labeled.primary), [0, 10, 30].map(normalized));
      assertNear(frameMeans(weak!.auxiliary!), [10, 20, 10, 20].map(normalized));
      assertNear(frameMeans(strong!.primary), [255, 245, 225, 255, 245, 225].map(normalized));
      assert.deepEqual(Array.from(labels.dataSync()), [0]);
      assert.deepEqual([labels.dtype, randomSeed.dtype, randomSeed.size], ["int32", "int32", 2]);
    }),
);

tensorTest("stepTensors() sends labeled clips alone", () => {
  const names = look(
    { ...batchOfClips(), unlabeled: [] },
    (tensors) => Object.keys(tensors).sort(),
  );
  assert.deepEqual(names, ["labeled", "labels", "randomSeed"]);
});

tensorTest(
  "stepTensors() makes no strong views where they are off, which need not be planned",
  () => {
    const { labeled, unlabeled } = batchOfClips();
    const weakOnly = unlabeled.map(({ views: { strong: _, ...views }, ...planned }) => {
      return { ...planned, views };
    });
    const batches = [batchOfClips(), { labeled, unlabeled: weakOnly }];
    const [first, second] = batches.map((batch) =>
      look(batch, ({ weak, strong }) => {
        assert.equal(strong, undefined);
        return frameMeans(weak!.primary);
      }, { strong: false })
    );
    assert.deepEqual(first, second);
  },
);

tensorTest(
  "stepTensors() draws the random seed from the ticket of the first labeled clip",
  () => {
    const seedOf = (clips: ClipBatch<PlannedClip>) =>
      look(clips, ({ randomSeed }) => Array.from(randomSeed.dataSync()));
    const first = batchOfClips();
    const [labeled] = first.labeled as [PlannedClip];
    assert.deepEqual(seedOf(first), seedOf(batchOfClips()));
    for (const change of [{ phase: 1 }, { epoch: 1 }, { repeat: 1 }]) {
      const later = { ...labeled, ticket: { ...labeled.ticket, ...change } };
      assert.notDeepEqual(seedOf(first), seedOf({ ...first, labeled: [later] }));
    }
  },
);

tensorTest("stepTensors() fails for a clip without a view or label", () => {
  const good = batchOfClips();
  const [labeled] = good.labeled as [PlannedClip];
  const video = { ...labeled.ticket.video, label: null };
  const unknown = { ...labeled, ticket: { ...labeled.ticket, video } };
  const refused = [
    [{ ...good, unlabeled: [clip("w")] }, /'w' must have a weak view/],
    [{ ...good, labeled: [unknown] }, /'l' has no label/],
  ] as const;
  for (const [clips, message] of refused) {
    assert.throws(() => look(clips, () => 0), { name: "TypeError", message });
  }
  assert.throws(() => look({ ...good, labeled: [] }, () => 0), {
    name: "RangeError",
    message: /at least one labeled clip/,
  });
});
