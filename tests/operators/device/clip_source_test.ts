import assert from "node:assert/strict";
import { cropClipSource, sendClipSource } from "../../../operators/device/_clip_source.ts";
import { tf } from "../../../runtime/mod.ts";
import { clip } from "../_clips.ts";
import { tensorTest } from "../_tensors.ts";
import { assertNear } from "./_frame_means.ts";

/** Disposes what a test makes. */
const inTidy = (test: () => void) => () => tf.tidy(test);

const SIZE = { height: 4, width: 6 };

/** Frame n is 10 n + `offset`, and the one that follows it brighter by 4. */
function window(offset: number) {
  const window = clip("a", "unlabeled", SIZE.height, SIZE.width);
  const frames = window.frames.map((level) => level + offset);
  return { ...window, frames, nextFrames: frames.map((level) => level + 4) };
}

tensorTest(
  "sendClipSource() sends of each window the frames of one clip after the other",
  inTidy(() => {
    const source = sendClipSource([window(0), window(1)], {
      modality: "rgb",
      names: ["auxiliary", "primary"],
    });
    assert.ok(source.modality === "rgb");
    assert.deepEqual(source.levels.shape, [10, 4, 6, 3]);
    const means = source.levels.mean([1, 2, 3]).dataSync();
    assertNear([...means], [10, 20, 0, 10, 30, 11, 21, 1, 11, 31]);
  }),
);

tensorTest(
  "sendClipSource() refuses frames that are not there",
  inTidy(() => {
    const { frames, ...others } = window(0);
    const short = { ...others, frames: frames.subarray(0, -1) };
    assert.throws(() => sendClipSource([short], { modality: "rgb", names: ["primary"] }), {
      name: "RangeError",
      message: "Cannot send frame 3 of a window as it must have 4 × 6 × 3 bytes: " +
        "current value is 71",
    });
  }),
);

tensorTest(
  "sendClipSource() computes changes with the frames that follow",
  inTidy(() => {
    const options = { modality: "gradient", names: ["auxiliary"] } as const;
    const source = sendClipSource([window(0)], options);
    assert.ok(source.modality === "gradient");
    // Half of 255 - 4, cut off.
    assertNear([...source.levels.mean([1, 2, 3]).dataSync()], [125, 125]);
    const { nextFrames: _, ...still } = window(0);
    assert.throws(() => sendClipSource([still], options), {
      name: "TypeError",
      message: "Cannot make clips of gradient as windows must have the frames that follow theirs",
    });
  }),
);

tensorTest(
  "sendClipSource() takes the flow that a window has, of frames of another size",
  inTidy(() => {
    // Twice as high and three times as wide as the frames; level 128 stands for hardly any motion.
    const images = new Uint8Array(4 * 8 * 18 * 3).fill(128);
    const stored = { ...window(0), flow: { images, height: 8, width: 18 } };
    const source = sendClipSource([stored], { modality: "flow", names: ["primary"] });
    assert.ok(source.modality === "flow");
    assert.deepEqual(source.flow.shape.slice(0, 3), [3, 8, 18]);
    assert.deepEqual(source.scale, [2, 3]);
  }),
);

tensorTest(
  "cropClipSource() cuts the same part from frames and from flow of another size",
  inTidy(() => {
    const half = [{ box: { top: 0, left: 3, height: 4, width: 3 }, flip: false }];
    const frames = window(0);
    const images = new Uint8Array(4 * 8 * 18 * 3).fill(128);
    // On the right half of the flow's images something else than on the left.
    images.forEach((_, index) => {
      const column = Math.floor(index / 3) % 18;
      if (column >= 9) images[index] = 140;
    });
    const uniform = { ...frames, flow: { images: images.map(() => 140), height: 8, width: 18 } };
    const divided = { ...frames, flow: { images, height: 8, width: 18 } };
    const [expected, actual] = [uniform, divided].map((window) =>
      sendClipSource([window], { modality: "flow", names: ["primary"] })
    );
    const cropped = [expected!, actual!].map((source) => cropClipSource(source, half, 2));
    assert.deepEqual(cropped[1]!.shape, [3, 2, 2, 3]);
    assertNear([...cropped[1]!.dataSync()], [...cropped[0]!.dataSync()]);
  }),
);
