import { tf, tidyTree } from "../../runtime/mod.ts";
import type { PlannedClip, PlannedViews, Ticket } from "../clip.ts";
import { drawsForTicket } from "../draws_for_ticket.ts";
import type { ClipBatch } from "../stream/ratio_batch.ts";
import type { StepTensors } from "./step_batch.ts";
import { type PixelOptions, viewsToDevice } from "./views_to_device.ts";

/** The index of each unlabeled video of a run, by its id. */
export type VideoIndices = ReadonlyMap<string, number>;

/** How the tensors of a step are made. */
export interface StepTensorsOptions extends PixelOptions {
  /** What `randomSeed` is drawn from, with a ticket. */
  readonly seed: number;
  /**
   * That ticket.
   *
   * @default that of the first labeled clip
   */
  readonly seedTicket?: Ticket | undefined;
  /**
   * Whether strong views of the unlabeled clips are made.
   *
   * @default true
   */
  readonly strong?: boolean | undefined;
  /**
   * Of the unlabeled videos; then there is a tensor of those that the clips show.
   *
   * @default there is none
   */
  readonly indices?: VideoIndices | undefined;
}

/** Key of the draws of `randomSeed`; another spelling gives other seeds. */
const DRAW_KEY = "step";

const MAX_INT32 = 2 ** 31 - 1;

/**
 * Sends the clips of a step to the device and makes their views there.
 *
 * @returns The caller's to dispose.
 * @throws {TypeError} If a clip lacks a view of its role, a labeled one its label, or an unlabeled
 * one is not of the videos.
 * @throws {RangeError} If there are no labeled clips, or a window lacks one of its clips' frames.
 */
export function stepTensors(
  batch: ClipBatch<PlannedClip>,
  { indices, ...options }: StepTensorsOptions,
): StepTensors {
  const labels = labelsOf(batch.labeled);
  const randomSeed = drawRandomSeed(batch.labeled, options);
  return tidyTree(() => {
    const { labeled } = viewsToDevice(
      batch.labeled,
      { labeled: plansOf(batch.labeled, "labeled") },
      options,
    );
    const tensors = {
      labeled,
      labels: tf.tensor1d(labels, "int32"),
      randomSeed: tf.tensor1d(randomSeed, "int32"),
    };
    if (batch.unlabeled.length === 0) return tensors;
    const weak = plansOf(batch.unlabeled, "weak");
    const views = options.strong === false
      ? viewsToDevice(batch.unlabeled, { weak }, options)
      : viewsToDevice(
        batch.unlabeled,
        { weak, strong: plansOf(batch.unlabeled, "strong") },
        options,
      );
    if (indices === undefined) return { ...tensors, ...views };
    const videos = batch.unlabeled.map((clip) => indexOf(clip, indices));
    return { ...tensors, ...views, videos: tf.tensor1d(videos, "int32") };
  });
}

function indexOf({ ticket: { video } }: PlannedClip, indices: VideoIndices): number {
  const index = indices.get(video.id);
  if (index !== undefined) return index;
  throw new TypeError(
    `Cannot make a batch as '${video.id}' must be one of the ${indices.size} unlabeled videos`,
  );
}

function labelsOf(clips: readonly PlannedClip[]): number[] {
  return clips.map(({ ticket: { video } }) => {
    if (video.label === null) {
      throw new TypeError(`Cannot make a batch as the labeled video '${video.id}' has no label`);
    }
    return video.label;
  });
}

function drawRandomSeed(
  clips: readonly PlannedClip[],
  { seed, seedTicket }: Pick<StepTensorsOptions, "seed" | "seedTicket">,
): [number, number] {
  const [first] = clips;
  if (first === undefined) {
    throw new RangeError("Cannot make a batch as it must have at least one labeled clip");
  }
  const draws = drawsForTicket(seedTicket ?? first.ticket, DRAW_KEY, seed);
  return [draws.integer(0, MAX_INT32), draws.integer(0, MAX_INT32)];
}

function plansOf<View extends keyof PlannedViews>(
  clips: readonly PlannedClip[],
  view: View,
): NonNullable<PlannedViews[View]>[] {
  return clips.map(({ ticket, views }) => {
    const plan = views[view];
    if (plan === undefined) {
      throw new TypeError(`Cannot make a batch as '${ticket.video.id}' must have a ${view} view`);
    }
    return plan;
  });
}
