import { identity, map, type Observable, tap } from "rxjs";
import {
  type PlannedClip,
  ratioBatch,
  type StepBatch,
  strongViews,
  toDevice,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { MemorySpecs } from "../methods/memory_spec.ts";
import { pixelOptions } from "../videos/pixel_options.ts";
import { viewOptions } from "../videos/view_options.ts";
import { firstTicketOf } from "./first_ticket_of.ts";
import { labeledClipsPerStep } from "./labeled_clips_per_step.ts";
import { phaseOf, type PhaseOrder } from "./phase.ts";
import { phaseTickets } from "./phase_tickets.ts";
import { type ClipSourceOptions, trainingClips } from "./training_clips.ts";

/** What {@linkcode clipStream} works with. */
export interface ClipStreamOptions extends ClipSourceOptions {
  /**
   * Names of the clips that are made of each window.
   *
   * @default all
   */
  readonly clips?: readonly string[] | undefined;
  /**
   * Whether strong views of the unlabeled clips are made.
   *
   * @default true
   */
  readonly strong?: boolean | undefined;
  /** The phases of the run, one after the other. */
  readonly phases: readonly PhaseOrder[];
  /** The first step to make a batch for, counted from 0. */
  readonly firstStep: number;
  /**
   * What the method remembers: then the batches say which of the unlabeled videos they show.
   *
   * @default nothing
   */
  readonly memory?: MemorySpecs | undefined;
}

/** Streams the batches of the training steps, on the device. */
export function clipStream(config: Config, options: ClipStreamOptions): Observable<StepBatch> {
  const { order, phases, firstStep, memory, clips, strong = true, credits, gauge } = options;
  const videos = memory === undefined ? undefined : order.unlabeled;
  return trainingClips(config, { ...options, tickets: phaseTickets(phases, firstStep) }).pipe(
    clips === undefined ? identity : map((clip) => withClips(clip, clips)),
    strong ? strongViews(viewOptions(config).strong) : identity,
    ratioBatch({
      labeled: labeledClipsPerStep(order),
      credits,
      ratio: (batch) => phaseOf(firstStep + batch, phases).order.ratio,
    }),
    tap(({ labeled, unlabeled }) => gauge?.completeBatch(labeled.length + unlabeled.length)),
    toDevice({
      ...pixelOptions(config),
      seed: config.seed,
      strong,
      videos,
      // Not that of the batch, which another video may have replaced.
      seedTicket: (batch) => firstTicketOf(firstStep + batch, phases),
    }),
    tap(({ clips }) => gauge?.upload(clips)),
  );
}

/** Only these of a window's clips are sent to the device. */
function withClips({ indices, ...clip }: PlannedClip, names: readonly string[]): PlannedClip {
  const { primary, ...others } = indices;
  const chosen = Object.entries(others).filter(([name]) => names.includes(name));
  return { ...clip, indices: { primary, ...Object.fromEntries(chosen) } };
}
