import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import type { PlannedClip } from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { testViews } from "../../../pipeline/evaluation/test_views.ts";
import { disposeTree, tf } from "../../../runtime/mod.ts";

const SIZE = 8;

/** Levels of two frames, different ones for each seed. */
function levels(seed: number): Uint8Array {
  return Uint8Array.from(
    { length: 2 * SIZE * SIZE * 3 },
    (_, index) => (seed + index * index * 7) % 256,
  );
}

/** A window of two frames, as large as what the networks see. */
const CLIP: PlannedClip = {
  ticket: {
    video: { id: "a", path: "/a", label: 0 },
    role: "unlabeled",
    phase: 0,
    epoch: 0,
    position: 0,
    repeat: 0,
  },
  framesPerSecond: 30,
  frameCount: 2,
  height: SIZE,
  width: SIZE,
  frames: levels(1),
  nextFrames: levels(90),
  indices: { primary: [0, 1], auxiliary: [0, 1], flow: [0, 1] },
  views: {},
};

Deno.test("testViews() shows a network of gradients the gradient, and no clips but the networks'", async () => {
  const rate = { frames: 2, stride: 1 };
  const { config } = await loadConfig("motion_small", [
    { path: "clip.size", value: SIZE },
    { path: "clip.decodeShortSide", value: SIZE },
    { path: "clip.primary", value: rate },
    { path: "clip.auxiliary", value: { ...rate, modality: "gradient" } },
    { path: "clip.others", value: { flow: { ...rate, modality: "flow" } } },
    { path: "evaluate.crops", value: 1 },
  ]);
  const networks = { primary: 1, auxiliary: 1 };
  const views = testViews([CLIP], { networks, config });
  const normalized = (level: number) => (level / 255 - 0.45) / 0.225;
  const { frames, nextFrames } = CLIP;
  const gradient = frames.map((level, index) => (level - nextFrames![index]! + 255) / 2);
  for (const [network, expected] of [["primary", frames], ["auxiliary", gradient]] as const) {
    const actual = views[network]!.dataSync();
    assert.equal(actual.length, expected.length);
    expected.forEach((level, index) => {
      assert.ok(Math.abs(actual[index]! - normalized(level)) < 1e-4, `${network} ${index}`);
    });
  }
  assert.deepEqual(Object.keys(views), ["primary", "auxiliary"]);
  const single = testViews([CLIP], { networks: { primary: 1 }, config });
  assert.deepEqual(Object.keys(single), ["primary"]);
  disposeTree([views, single]);
});

Deno.test("testViews() makes one crop of square clips, and that three times beside others", async () => {
  const { config } = await loadConfig("motion_small", [
    { path: "clip.size", value: SIZE },
    { path: "clip.decodeShortSide", value: SIZE },
    { path: "clip.primary", value: { frames: 2, stride: 1 } },
  ]);
  assert.equal(config.evaluate.crops, 3);
  const wide = { ...CLIP, height: SIZE / 2, width: SIZE * 2 };
  const options = { networks: { primary: 1 }, config };
  const square = testViews([CLIP, CLIP], options);
  const mixed = testViews([CLIP, wide], options);
  assert.deepEqual(square.primary.shape, [1, 2, 2, SIZE, SIZE, 3]);
  assert.deepEqual(mixed.primary.shape, [3, 2, 2, SIZE, SIZE, 3]);
  const [first] = tf.unstack(square.primary.squeeze([0]));
  const crops = tf.unstack(mixed.primary).map((crop) =>
    tf.unstack(crop).map((x) => [...x.dataSync()])
  );
  for (const [ofSquare] of crops) assert.deepEqual(ofSquare, [...first!.dataSync()]);
  const ofWide = crops.map(([, values]) => values!.join());
  assert.equal(new Set(ofWide).size, 3);
});
