import { tf } from "../../runtime/mod.ts";
import type { StrongOperation } from "../clip.ts";
import { COLOR_OPERATIONS } from "./_color_operations.ts";
import { cutOut, dropChannels, dropPixels } from "./_fill_operations.ts";
import { GEOMETRIC_OPERATIONS, isGeometric, transformFrames } from "./_geometric_operations.ts";

/** Options of {@linkcode applyStrongOperation}. */
export interface StrongOperationOptions {
  /**
   * How rotated, sheared and translated frames are sampled. "nearest" is torchvision's AutoAugment;
   * "bilinear" serves comparisons with references that sample so.
   *
   * @default "nearest"
   */
  readonly interpolation?: "bilinear" | "nearest" | undefined;
}

/**
 * Applies one operation of a strong view to all frames of a clip, on the device.
 *
 * The results equal those of torchvision's AutoAugment on uint8 frames (those of `solarizeAdd`
 * equal timm's on Pillow images): they are rounded down to integers from 0 to 255. Frames are
 * treated one by one if an operation depends on their content (the mean gray of `contrast`, the
 * histograms of `autocontrast` and `equalize`). Where pixels move, what comes from outside the
 * frame is black.
 *
 * @param frames `[frames, height, width, 3]`, integers from 0 to 255; stays the caller's.
 * @param operation What to do.
 * @returns The same shape and range; the caller's to dispose.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { applyStrongOperation } from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * tf.tidy(() => {
 *   const black = tf.zeros<tf.Rank.R4>([1, 1, 1, 3]);
 *   const white = applyStrongOperation(black, { name: "invert", magnitude: 0 });
 *   assert.deepEqual(white.arraySync(), [[[[255, 255, 255]]]]);
 * });
 * ```
 */
export function applyStrongOperation(
  frames: tf.Tensor4D,
  operation: StrongOperation,
  options: StrongOperationOptions = {},
): tf.Tensor4D {
  const { interpolation = "nearest" } = options;
  return tf.tidy(() => {
    if (operation.name === "cutout") return cutOut(frames, operation);
    if (operation.name === "channelDropout") return dropChannels(frames, operation);
    if (operation.name === "pixelDropout") return dropPixels(frames, operation);
    const { name, magnitude } = operation;
    if (!isGeometric(name)) return COLOR_OPERATIONS[name](frames, magnitude);
    const [, height, width] = frames.shape;
    const transform = GEOMETRIC_OPERATIONS[name](magnitude, height, width);
    const moved = transformFrames(frames, transform, { interpolation });
    return interpolation === "nearest" ? moved : moved.round();
  });
}
