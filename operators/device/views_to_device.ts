import { tf, tidyTree, uploadUint8 } from "../../runtime/mod.ts";
import type { PlannedClip, SpatialPlan, StrongPlan } from "../clip.ts";
import { applyStrongOperation } from "./apply_strong_operation.ts";
import { cropFrames } from "./crop_frames.ts";
import { type Normalization, normalizeLevels } from "./normalize_levels.ts";
import type { ClipPair } from "./step_batch.ts";

/** Options of {@linkcode viewsToDevice}. */
export interface PixelOptions extends Normalization {
  /** Side of the square the network sees, in pixels. */
  readonly size: number;
  /**
   * Normalization of the auxiliary network's frames.
   *
   * @default that of the primary network's
   */
  readonly auxiliary?: Normalization | undefined;
}

/** The parts of a clip that are sent to the device. */
export type FramesOfClip = Pick<PlannedClip, "frames" | "height" | "width" | "indices">;

/** The plans of one view, one for each clip. */
export type ViewPlans = readonly (SpatialPlan | StrongPlan)[];

/**
 * Sends clips to the device and makes views of them there: crop, scale, flip, strong operations,
 * normalization.
 *
 * Each window is sent once, as bytes, however many views are made of it.
 *
 * @param clips At least one, with equal numbers of frames; frames may differ in size.
 * @param views For each view, by its name, the plans of all clips.
 * @param options Size and normalization of the result.
 * @returns For each view, by its name, `[clips, frames, size, size, 3]` at both rates, the caller's
 * to dispose.
 * @throws {RangeError} If there are no clips.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { testCrops, viewsToDevice } from "@actnetformer/deno/operators";
 * import { disposeTree, startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const clip = { frames: new Uint8Array(72), height: 4, width: 6, indices: { primary: [0] } };
 * const [left, , right] = testCrops(clip).map((crop) => [crop]);
 * const options = { size: 2, mean: 0.45, std: 0.225 };
 * const views = viewsToDevice([clip], { left: left!, right: right! }, options);
 * assert.deepEqual(views.left.primary.shape, [1, 1, 2, 2, 3]);
 * disposeTree(views);
 * ```
 */
export function viewsToDevice<View extends string>(
  clips: readonly FramesOfClip[],
  views: Readonly<Record<View, ViewPlans>>,
  options: PixelOptions,
): Record<View, ClipPair> {
  const [first] = clips;
  if (first === undefined) throw new RangeError("Cannot make views as 'clips' must not be empty");
  return tidyTree(() => {
    const runs = runsOfEqualSize(clips).map(({ from, to }) => ({
      from,
      to,
      frames: upload(clips.slice(from, to)),
    }));
    const named = Object.entries<ViewPlans>(views).map(([view, plans]) => {
      const pair = tidyTree(() => {
        const levels = runs.map(({ from, to, frames }) =>
          viewOf(frames, plans.slice(from, to), options.size)
        );
        return toClipPair(tf.concat(levels), first, options);
      });
      return [view, pair] as const;
    });
    return Object.fromEntries(named) as Record<View, ClipPair>;
  });
}

/** Returns the ranges of successive clips whose frames have one size: they are sent together. */
function runsOfEqualSize(clips: readonly FramesOfClip[]): { from: number; to: number }[] {
  const starts = clips.flatMap((clip, index) => {
    const previous = clips[index - 1];
    const isLikePrevious = previous?.height === clip.height && previous.width === clip.width;
    return isLikePrevious ? [] : [index];
  });
  return starts.map((from, run) => ({ from, to: starts[run + 1] ?? clips.length }));
}

/**
 * Returns `[clips × frames, height, width, 3]`: of each clip the primary's frames, then the
 * auxiliary's.
 */
function upload(clips: readonly FramesOfClip[]): tf.Tensor4D {
  const [{ height, width, indices }] = clips as readonly [FramesOfClip];
  const bytesPerFrame = height * width * 3;
  const count = clips.length * framesOf(indices).length;
  const bytes = new Uint8Array(count * bytesPerFrame);
  let offset = 0;
  for (const { frames, indices } of clips) {
    for (const frame of framesOf(indices)) {
      bytes.set(frames.subarray(frame * bytesPerFrame, (frame + 1) * bytesPerFrame), offset);
      offset += bytesPerFrame;
    }
  }
  return uploadUint8<tf.Rank.R4>(bytes, [count, height, width, 3]);
}

function framesOf({ primary, auxiliary = [] }: FramesOfClip["indices"]): readonly number[] {
  return [...primary, ...auxiliary];
}

/** Returns `[clips × frames, size, size, 3]`, levels from 0 to 255. */
function viewOf(frames: tf.Tensor4D, plans: ViewPlans, size: number): tf.Tensor4D {
  const cropped = cropFrames(frames, plans, [size, size]);
  return isStrong(plans) ? applyStrongOperations(cropped, plans) : cropped;
}

function isStrong(plans: ViewPlans): plans is readonly StrongPlan[] {
  return plans.every((plan) => "operations" in plan);
}

/** Applies each clip's operations to its frames, which are rounded to integers first. */
function applyStrongOperations(cropped: tf.Tensor4D, plans: readonly StrongPlan[]): tf.Tensor4D {
  const clips = tf.split<tf.Tensor4D>(cropped.round(), plans.length);
  return tf.concat(plans.map(({ operations }, index) => {
    let frames = clips[index]!;
    for (const operation of operations) {
      const changed = applyStrongOperation(frames, operation);
      frames.dispose();
      frames = changed;
    }
    return frames;
  }));
}

/** Whether two normalizations give the same numbers. */
function isEqual(first: Normalization, second: Normalization): boolean {
  return `${first.mean}/${first.std}` === `${second.mean}/${second.std}`;
}

/**
 * Divides the frames `[clips × frames, size, size, 3]` of equal clips between the networks, each
 * with its normalization.
 */
function toClipPair(
  levels: tf.Tensor4D,
  { indices }: FramesOfClip,
  { auxiliary: other, ...options }: PixelOptions,
): ClipPair {
  const isShared = other === undefined || isEqual(other, options);
  const frames = isShared ? normalizeLevels(levels, options) : levels;
  const [count, ...size] = frames.shape;
  const primaryFrames = indices.primary.length;
  const auxiliaryFrames = indices.auxiliary?.length ?? 0;
  const framesPerClip = primaryFrames + auxiliaryFrames;
  const shape: [number, number, number, number, number] = [
    count / framesPerClip,
    framesPerClip,
    ...size,
  ];
  const clips = frames.reshape<tf.Tensor5D>(shape);
  if (auxiliaryFrames === 0) return { primary: isShared ? clips : normalizeLevels(clips, options) };
  const [primary, auxiliary] = tf.split<tf.Tensor5D>(clips, [primaryFrames, auxiliaryFrames], 1);
  return isShared ? { primary: primary!, auxiliary: auxiliary! } : {
    primary: normalizeLevels(primary!, options),
    auxiliary: normalizeLevels(auxiliary!, other),
  };
}
