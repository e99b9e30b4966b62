import { tf, tidyTree } from "../../runtime/mod.ts";
import type { FrameIndices, FramesOfClip, Modality, SpatialPlan, StrongPlan } from "../clip.ts";
import { type ClipSource, cropClipSource, sendClipSource } from "./_clip_source.ts";
import { applyStrongOperation } from "./apply_strong_operation.ts";
import { type Normalization, normalizeLevels } from "./normalize_levels.ts";
import type { Clips } from "./step_batch.ts";

/** In this order clips are made. */
const MODALITIES: readonly Modality[] = ["rgb", "gradient", "flow"];

/** How the pixels of one clip are made. */
export interface ClipPixels {
  /**
   * What they show.
   *
   * @default "rgb"
   */
  readonly modality?: Modality | undefined;
  /**
   * Their normalization.
   *
   * @default that of all clips
   */
  readonly normalization?: Normalization | undefined;
}

/** Options of {@linkcode viewsToDevice}. */
export interface PixelOptions extends Normalization {
  /** Side of the square the network sees, in pixels. */
  readonly size: number;
  /**
   * How the pixels of some clips are made, by their names.
   *
   * @default as those of all clips
   */
  readonly clips?: Readonly<Record<string, ClipPixels>> | undefined;
}

/** The plans of one view, one for each clip. */
export type ViewPlans = readonly (SpatialPlan | StrongPlan)[];

/**
 * Sends clips to the device and makes views of them there: crop, scale, flip, strong operations,
 * normalization.
 *
 * Each window is sent once, as bytes, however many views are made of it. Clips of changes, gradient
 * or flow, are made of its frames and the frames that follow these; those of flow of the window's
 * flow, if it has some.
 *
 * @param clips At least one, with equal numbers of frames; frames may differ in size.
 * @param views For each view, by its name, the plans of all clips, in their order. Some may be
 * strong.
 * @param options Size and normalization of the result.
 * @returns For each view, by its name, the clips `[clips, frames, size, size, 3]` by name, the
 * caller's to dispose.
 * @throws {RangeError} If there are no clips, they have different numbers of frames, a window lacks
 * one of its clips' frames, or a view has not one plan for each clip.
 * @throws {TypeError} If clips of changes are asked for and a window lacks the frames that follow.
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
): Record<View, Clips> {
  const [first] = clips;
  if (first === undefined) throw new RangeError("Cannot make views as 'clips' must not be empty");
  checkClips(clips, views);
  return tidyTree(() => {
    const groups = groupClips(first.indices, options);
    const runs = runsOfEqualSize(clips).map(({ from, to }) => ({
      from,
      to,
      sources: groups.map(({ modality, clips: named }) => {
        const names = named.map(({ name }) => name);
        return sendClipSource(clips.slice(from, to), { modality, names });
      }),
    }));
    const named = Object.entries<ViewPlans>(views).map(([view, plans]) => {
      const made = tidyTree(() =>
        groups.map((group, index) => {
          const levels = runs.map(({ from, to, sources }) =>
            levelsOf(sources[index]!, plans.slice(from, to), options.size)
          );
          return divideClips(tf.concat(levels), group);
        })
      );
      return [view, Object.assign({}, ...made) as Clips] as const;
    });
    return Object.fromEntries(named) as Record<View, Clips>;
  });
}

/**
 * Checks that all clips can be made at once.
 *
 * @throws {RangeError} If they have different numbers of frames, or a view not one plan for each.
 */
function checkClips(clips: readonly FramesOfClip[], views: Readonly<Record<string, ViewPlans>>) {
  for (const [name, { length }] of Object.entries(clips[0]?.indices ?? {})) {
    const counts = clips.map(({ indices }) => indices[name]?.length ?? 0);
    const other = counts.find((count) => count !== length);
    if (other === undefined) continue;
    throw new RangeError(
      `Cannot make views as each '${name}' clip must have ${length} frames, as the first one: ` +
        `current value is ${other}`,
    );
  }
  for (const [view, { length }] of Object.entries(views)) {
    if (length === clips.length) continue;
    throw new RangeError(
      `Cannot make views as '${view}' must have a plan for each of the ${clips.length} clips: ` +
        `current value is ${length} plans`,
    );
  }
}

/** Clips whose frames are sent and changed together. */
interface ClipGroup {
  readonly modality: Modality;
  readonly clips: readonly {
    readonly name: string;
    readonly indices: readonly number[];
    readonly normalization: Normalization;
  }[];
}

function groupClips(
  indices: FrameIndices,
  { mean, std, clips = {} }: PixelOptions,
): ClipGroup[] {
  const named = Object.entries(indices).map(([name, frames]) => {
    const { modality = "rgb", normalization = { mean, std } } = clips[name] ?? {};
    return { name, indices: frames, modality, normalization };
  });
  return MODALITIES.map((modality) => ({
    modality,
    clips: named.filter((clip) => clip.modality === modality),
  })).filter((group) => group.clips.length > 0);
}

/** Returns the ranges of successive clips whose frames have one size: they are sent together. */
function runsOfEqualSize(clips: readonly FramesOfClip[]): { from: number; to: number }[] {
  const starts = clips.flatMap((clip, index) => {
    const previous = clips[index - 1];
    const isLikePrevious = previous !== undefined && isOfSameSize(clip, previous) &&
      isOfSameSize(clip.flow, previous.flow);
    return isLikePrevious ? [] : [index];
  });
  return starts.map((from, run) => ({ from, to: starts[run + 1] ?? clips.length }));
}

interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** Whether both are there and of one size, or neither is there. */
function isOfSameSize(first: ImageSize | undefined, second: ImageSize | undefined): boolean {
  return first?.height === second?.height && first?.width === second?.width;
}

/** Returns `[clips × frames, size, size, 3]`, levels from 0 to 255. */
function levelsOf(source: ClipSource, plans: ViewPlans, size: number): tf.Tensor4D {
  const levels = cropClipSource(source, plans, size);
  return plans.some(isStrong) ? applyStrongOperations(levels, plans, source.modality) : levels;
}

function isStrong(plan: ViewPlans[number]): plan is StrongPlan {
  return "operations" in plan;
}

/** Applies to each clip the operations of its plan, if it has some; it is rounded to integers first. */
function applyStrongOperations(
  levels: tf.Tensor4D,
  plans: ViewPlans,
  modality: Modality,
): tf.Tensor4D {
  const clips = tf.split<tf.Tensor4D>(levels, plans.length);
  return tf.concat(plans.map((plan, index) => {
    const clip = clips[index]!;
    if (!isStrong(plan)) return clip;
    let frames: tf.Tensor4D = clip.round();
    for (const operation of operationsOf(plan, modality)) {
      const changed = applyStrongOperation(frames, operation);
      frames.dispose();
      frames = changed;
    }
    return frames;
  }));
}

function operationsOf({ operations, others }: StrongPlan, modality: Modality) {
  const found = modality === "rgb" ? operations : others?.[modality];
  if (found !== undefined) return found;
  throw new TypeError(
    `Cannot make strong views of ${modality} as their plans must have operations for it`,
  );
}

/**
 * Divides the levels `[clips × frames, size, size, 3]` of equal windows among the clips of a group,
 * each with its normalization.
 */
function divideClips(levels: tf.Tensor4D, { clips }: ClipGroup): Record<string, tf.Tensor5D> {
  const [{ normalization }] = clips as readonly [ClipGroup["clips"][number]];
  const isShared = clips.every((clip) => isEqual(clip.normalization, normalization));
  // All at once where one normalization serves all.
  const frames = isShared ? normalizeLevels(levels, normalization) : levels;
  const [count, ...size] = frames.shape;
  const lengths = clips.map(({ indices }) => indices.length);
  const framesPerWindow = sum(lengths);
  const shape: [number, number, number, number, number] = [
    count / framesPerWindow,
    framesPerWindow,
    ...size,
  ];
  const windows = frames.reshape<tf.Tensor5D>(shape);
  const parts = clips.length === 1 ? [windows] : tf.split<tf.Tensor5D>(windows, lengths, 1);
  const named = clips.map((clip, index) => {
    const part = parts[index]!;
    return [clip.name, isShared ? part : normalizeLevels(part, clip.normalization)] as const;
  });
  return Object.fromEntries(named);
}

/** Whether two normalizations give the same numbers. */
function isEqual(first: Normalization, second: Normalization): boolean {
  return `${first.mean}/${first.std}` === `${second.mean}/${second.std}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
