import { tf, uploadUint8 } from "../../runtime/mod.ts";
import type { PlannedClip, SpatialPlan, StrongPlan } from "../clip.ts";
import { cropFrames } from "./crop_frames.ts";
import type { ClipPair } from "./step_batch.ts";
import { applyStrongOperation } from "./strong_operations.ts";

/** Options of {@linkcode viewsToDevice}. */
export interface PixelOptions {
  /** Side of the square the model sees, in pixels. */
  readonly size: number;
  /** Subtracted from values scaled to 0…1. */
  readonly mean: number;
  /** What they are then divided by. */
  readonly std: number;
}

/** What is needed of a clip to put it on the device. */
export type FramesOfClip = Pick<PlannedClip, "frames" | "height" | "width" | "indices">;

function frameIndices({ indices }: FramesOfClip): readonly number[] {
  return [...indices.primary, ...(indices.auxiliary ?? [])];
}

/** Clips that follow one another and have pictures of one size: they travel together. */
function runsOfEqualSize(clips: readonly FramesOfClip[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  clips.forEach((clip, at) => {
    const before = clips[at - 1];
    if (before && before.height === clip.height && before.width === clip.width) {
      runs.at(-1)!.to = at + 1;
    } else {
      runs.push({ from: at, to: at + 1 });
    }
  });
  return runs;
}

/** `[clips × frames, height, width, 3]`: of each clip the primary's frames, then the auxiliary's. */
function upload(clips: readonly FramesOfClip[]): tf.Tensor4D {
  const { height, width } = clips[0]!;
  const frameBytes = height * width * 3;
  const each = frameIndices(clips[0]!).length;
  const bytes = new Uint8Array(clips.length * each * frameBytes);
  clips.forEach((clip, at) =>
    frameIndices(clip).forEach((frame, place) => {
      const source = clip.frames.subarray(frame * frameBytes, (frame + 1) * frameBytes);
      bytes.set(source, (at * each + place) * frameBytes);
    })
  );
  return uploadUint8<tf.Rank.R4>(bytes, [clips.length * each, height, width, 3]);
}

/** Does each clip's operations to its part of `cropped`, which starts from whole levels. */
function strengthen(cropped: tf.Tensor4D, plans: readonly StrongPlan[]): tf.Tensor4D {
  const parts = tf.split<tf.Tensor4D>(cropped.round(), plans.length);
  return tf.concat(parts.map((part, at) =>
    plans[at]!.operations.reduce((frames, operation) => {
      const changed = applyStrongOperation(frames, operation);
      frames.dispose();
      return changed;
    }, part)
  ));
}

function isStrong(plans: readonly (SpatialPlan | StrongPlan)[]): plans is readonly StrongPlan[] {
  return plans.every((plan) => "operations" in plan);
}

/**
 * Puts clips on the device and makes views of them there: crop, scale, flip, strong operations,
 * normalization.
 *
 * Each window travels once, as bytes, however many views are made of it.
 *
 * @param clips one or more, with equal numbers of frames; pictures may differ in size
 * @param views for each view the plans of all clips
 * @returns for each view `[clips, frames, size, size, 3]` at both rates, the caller's to dispose
 */
export function viewsToDevice(
  clips: readonly FramesOfClip[],
  views: readonly (readonly (SpatialPlan | StrongPlan)[])[],
  options: PixelOptions,
): ClipPair[] {
  const { size, mean, std } = options;
  const primaryFrames = clips[0]!.indices.primary.length;
  const auxiliaryFrames = clips[0]!.indices.auxiliary?.length ?? 0;

  function normalized(levels: tf.Tensor4D): ClipPair {
    const values = levels.mul(1 / (255 * std)).sub(mean / std)
      .reshape<tf.Tensor5D>([clips.length, primaryFrames + auxiliaryFrames, size, size, 3]);
    if (auxiliaryFrames === 0) return { primary: values };
    const [primary, auxiliary] = tf.split<tf.Tensor5D>(values, [primaryFrames, auxiliaryFrames], 1);
    return { primary: primary!, auxiliary: auxiliary! };
  }

  return tf.tidy(() => {
    const runs = runsOfEqualSize(clips);
    const pictures = runs.map(({ from, to }) => upload(clips.slice(from, to)));
    return views.map((plans) =>
      tf.tidy(() => {
        const parts = runs.map(({ from, to }, run) => {
          const ofRun = plans.slice(from, to);
          const cropped = cropFrames(pictures[run]!, ofRun, [size, size]);
          return isStrong(ofRun) ? strengthen(cropped, ofRun) : cropped;
        });
        return normalized(tf.concat(parts));
      })
    );
  });
}
