import assert from "node:assert/strict";
import { viewsToDevice } from "../../../operators/mod.ts";
import { disposeTree } from "../../../runtime/mod.ts";
import { clip } from "../_clips.ts";
import { tensorTest } from "../_tensors.ts";
import { assertNear, frameMeans } from "./_frame_means.ts";

tensorTest("viewsToDevice() keeps the order of clips whose frames differ in size", () => {
  const clips = [clip("a", "unlabeled", 4, 6), clip("b", "unlabeled", 9, 5), clip("c")];
  clips.forEach(({ frames }, offset) => {
    frames.forEach((value, index) => frames[index] = value + offset);
  });
  const plans = clips.map(({ height, width }) => ({
    box: { top: 0, left: 0, height, width },
    flip: false,
  }));
  const { view } = viewsToDevice(clips, { view: plans }, { size: 2, mean: 0, std: 1 / 255 });
  assertNear(frameMeans(view.primary), [0, 10, 30, 1, 11, 31, 2, 12, 32]);
  assertNear(frameMeans(view.auxiliary!), [10, 20, 11, 21, 12, 22]);
  disposeTree(view);
});

tensorTest("viewsToDevice() applies each clip's strong operations to that clip only", () => {
  const clips = [clip("a"), clip("b")];
  const box = { top: 0, left: 0, height: 4, width: 6 };
  const plans = [
    { box, flip: false, operations: [{ name: "invert", magnitude: 0 } as const] },
    { box, flip: false, operations: [] },
  ];
  const { view } = viewsToDevice(clips, { view: plans }, { size: 2, mean: 0, std: 1 / 255 });
  assertNear(frameMeans(view.primary), [255, 245, 225, 0, 10, 30]);
  disposeTree(view);
});

tensorTest("viewsToDevice() applies strong operations beside clips that have none", () => {
  const clips = [clip("a"), clip("b")];
  const box = { top: 0, left: 0, height: 4, width: 6 };
  const plans = [
    { box, flip: false },
    { box, flip: false, operations: [{ name: "invert", magnitude: 0 } as const] },
  ];
  const { view } = viewsToDevice(clips, { view: plans }, { size: 2, mean: 0, std: 1 / 255 });
  assertNear(frameMeans(view.primary), [0, 10, 30, 255, 245, 225]);
  disposeTree(view);
});

tensorTest("viewsToDevice() refuses a view that has not one plan for each clip", () => {
  const plan = { box: { top: 0, left: 0, height: 4, width: 6 }, flip: false };
  const options = { size: 2, mean: 0, std: 1 };
  for (const count of [0, 1, 3, 4]) {
    const view = Array(count).fill(plan);
    assert.throws(() => viewsToDevice([clip("a"), clip("b")], { view }, options), {
      name: "RangeError",
      message: "Cannot make views as 'view' must have a plan for each of the 2 clips: " +
        `current value is ${count} plans`,
    });
  }
});

tensorTest(
  "viewsToDevice() refuses clips with other numbers of frames, the sum may be the same",
  () => {
    const plan = { box: { top: 0, left: 0, height: 4, width: 6 }, flip: false };
    const views = { view: [plan, plan] };
    const first = { ...clip("a"), indices: { primary: [0, 1, 2], auxiliary: [1, 2] } };
    const second = { ...clip("b"), indices: { primary: [0, 1], auxiliary: [0, 1, 2] } };
    assert.throws(() => viewsToDevice([first, second], views, { size: 2, mean: 0, std: 1 }), {
      name: "RangeError",
      message: "Cannot make views as each 'primary' clip must have 3 frames, as the first one: " +
        "current value is 2",
    });
  },
);

tensorTest("viewsToDevice() refuses numbers of frames that are no positions in the window", () => {
  const views = { view: [{ box: { top: 0, left: 0, height: 4, width: 6 }, flip: false }] };
  for (const index of [-1, -2, 0.5, 9]) {
    const window = { ...clip("a"), indices: { primary: [index] } };
    assert.throws(() => viewsToDevice([window], views, { size: 2, mean: 0, std: 1 }), {
      name: "RangeError",
      message: `Cannot send frame ${index} of a window as it must have 4 × 6 × 3 bytes: ` +
        "current value is 0",
    });
  }
});

tensorTest("viewsToDevice() returns every view under its name", () => {
  const box = { top: 0, left: 0, height: 4, width: 6 };
  const plans = { plain: [{ box, flip: false }], mirrored: [{ box, flip: true }] };
  const views = viewsToDevice([clip("a")], plans, { size: 2, mean: 0.45, std: 0.225 });
  assert.deepEqual(Object.keys(views), ["plain", "mirrored"]);
  assert.deepEqual(views.mirrored.primary.shape, [1, 3, 2, 2, 3]);
  disposeTree(views);
});

tensorTest("viewsToDevice() makes no auxiliary clips without auxiliary frames", () => {
  const { frames, height, width } = clip("a");
  const window = { frames, height, width, indices: { primary: [0, 1] } };
  const plans = { view: [{ box: { top: 0, left: 0, height: 4, width: 6 }, flip: false }] };
  const { view } = viewsToDevice([window], plans, { size: 2, mean: 0, std: 1 });
  assert.deepEqual(Object.keys(view), ["primary"]);
  disposeTree(view);
});

tensorTest("viewsToDevice() refuses an empty list of clips", () => {
  assert.throws(() => viewsToDevice([], { view: [] }, { size: 2, mean: 0, std: 1 }), {
    name: "RangeError",
    message: "Cannot make views as 'clips' must not be empty",
  });
});

tensorTest(
  "viewsToDevice() normalizes each color channel, and each network, by its own numbers",
  () => {
    const plans = { view: [{ box: { top: 0, left: 0, height: 4, width: 6 }, flip: false }] };
    const levels = { size: 2, mean: 0, std: 1 / 255 };
    const mean = [0.1, 0.2, 0.3] as const;
    const std = [0.5, 0.25, 0.2] as const;
    const [raw, shared, own] = [
      levels,
      { size: 2, mean, std },
      { ...levels, clips: { auxiliary: { normalization: { mean, std: 0.5 } } } },
    ].map((options) => viewsToDevice([clip("a")], plans, options).view);
    const expected = (values: ArrayLike<number>, stds: readonly number[]) =>
      Array.from(values, (level, index) => (level / 255 - mean[index % 3]!) / stds[index % 3]!);
    assertNear([...shared!.primary.dataSync()], expected(raw!.primary.dataSync(), std));
    assertNear([...shared!.auxiliary!.dataSync()], expected(raw!.auxiliary!.dataSync(), std));
    assert.deepEqual(own!.primary.dataSync(), raw!.primary.dataSync());
    const halves = [0.5, 0.5, 0.5];
    assertNear([...own!.auxiliary!.dataSync()], expected(raw!.auxiliary!.dataSync(), halves));
    disposeTree([raw!, shared!, own!]);
  },
);

/** A clip of frames, one of gradient and one of flow; each next frame is brighter by 4 levels. */
function changingClip() {
  const { indices: _, ...frames } = clip("a", "unlabeled", 40, 40);
  const indices = { primary: [0, 2], gradient: [0, 2], flow: [1] };
  return { ...frames, nextFrames: frames.frames.map((level) => level + 4), indices };
}

const WHOLE = { box: { top: 0, left: 0, height: 40, width: 40 }, flip: false };

const CHANGES = {
  size: 8,
  mean: 0,
  std: 1 / 255,
  clips: { gradient: { modality: "gradient" }, flow: { modality: "flow" } },
} as const;

tensorTest("viewsToDevice() makes clips of changes from frames and those that follow", () => {
  const { view } = viewsToDevice([changingClip()], { view: [WHOLE] }, CHANGES);
  assert.deepEqual(Object.keys(view).sort(), ["flow", "gradient", "primary"]);
  assertNear(frameMeans(view.primary), [0, 20]);
  // Half of 255 - 4, cut off.
  assertNear(frameMeans(view["gradient"]!), [125, 125]);
  // Frames of one color do not move: 127.5 in both directions, and no speed.
  assertNear(frameMeans(view["flow"]!), [85]);
  disposeTree(view);
});

tensorTest("viewsToDevice() applies to clips of changes the operations drawn for them", () => {
  const invert = { name: "invert", magnitude: 0 } as const;
  const plan = { ...WHOLE, operations: [], others: { gradient: [invert], flow: [] } };
  const { view } = viewsToDevice([changingClip()], { view: [plan] }, CHANGES);
  assertNear(frameMeans(view.primary), [0, 20]);
  assertNear(frameMeans(view["gradient"]!), [130, 130]);
  disposeTree(view);
});

tensorTest("viewsToDevice() refuses clips of changes without what they are made of", () => {
  const { nextFrames: _, ...still } = changingClip();
  assert.throws(() => viewsToDevice([still], { view: [WHOLE] }, CHANGES), {
    name: "TypeError",
    message: "Cannot make clips of gradient as windows must have the frames that follow theirs",
  });
  const plan = { ...WHOLE, operations: [] };
  assert.throws(() => viewsToDevice([changingClip()], { view: [plan] }, CHANGES), {
    name: "TypeError",
    message: "Cannot make strong views of gradient as their plans must have operations for it",
  });
});
