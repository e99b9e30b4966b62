import type { tf } from "../runtime/mod.ts";
import type { SpatialPlan } from "./clip.ts";
import { type InverseTransform, transformFrames } from "./transform_frames.ts";

/** The inverse map of a plan: pixel centres lie at halves, as in PyTorch's `align_corners=False`. */
function inverseOf({ box, flip }: SpatialPlan, size: readonly [number, number]): InverseTransform {
  const scaleY = box.height / size[0];
  const scaleX = box.width / size[1];
  const y = box.top + 0.5 * scaleY - 0.5;
  const x = box.left + 0.5 * scaleX - 0.5;
  return flip
    ? [-scaleX, 0, x + scaleX * (size[1] - 1), 0, scaleY, y]
    : [scaleX, 0, x, 0, scaleY, y];
}

/**
 * Cuts each clip's box out of its frames, scales it to `size` and mirrors it where planned: one
 * bilinear sampling, without anti-aliasing, that repeats the picture's edge.
 *
 * @param frames `[clips × frames, height, width, 3]`, the frames of a clip one after another; stays
 * the caller's
 * @param plans one for each clip
 * @param size `[height, width]` of the result
 * @returns `[clips × frames, size[0], size[1], 3]`
 * @throws {RangeError} If the number of frames is no multiple of the number of plans.
 */
export function cropFrames(
  frames: tf.Tensor4D,
  plans: readonly SpatialPlan[],
  size: readonly [height: number, width: number],
): tf.Tensor4D {
  const each = frames.shape[0] / plans.length;
  if (!Number.isInteger(each)) {
    throw new RangeError(
      `Cannot crop as the number of frames must be a multiple of ${plans.length} plans: ` +
        `current value is ${frames.shape[0]}`,
    );
  }
  const transforms = plans.flatMap((plan) => {
    const transform = inverseOf(plan, size);
    return Array.from({ length: each }, () => transform);
  });
  return transformFrames(frames, transforms, { size, interpolation: "bilinear", outside: "edge" });
}
