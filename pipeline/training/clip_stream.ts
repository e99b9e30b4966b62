import { identity, type Observable, tap } from "rxjs";
import { ratioBatch, type StepBatch, strongViews, toDevice } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { pixelOptions } from "../videos/pixel_options.ts";
import { viewOptions } from "../videos/view_options.ts";
import { phaseOf, type PhaseOrder } from "./phase.ts";
import { phaseTickets } from "./phase_tickets.ts";
import { type ClipSourceOptions, trainingClips } from "./training_clips.ts";

/** What {@linkcode clipStream} works with. */
export interface ClipStreamOptions extends ClipSourceOptions {
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
}

/** Streams the batches of the training steps, on the device. */
export function clipStream(config: Config, options: ClipStreamOptions): Observable<StepBatch> {
  const { order, phases, firstStep, credits, gauge, strong = true } = options;
  return trainingClips(config, { ...options, tickets: phaseTickets(phases, firstStep) }).pipe(
    strong ? strongViews(viewOptions(config).strong) : identity,
    ratioBatch({
      labeled: order.labeledPerBatch,
      credits,
      ratio: (batch) => phaseOf(firstStep + batch, phases).order.ratio,
    }),
    tap(({ labeled, unlabeled }) => gauge?.completeBatch(labeled.length + unlabeled.length)),
    toDevice({ ...pixelOptions(config), seed: config.seed, strong }),
    tap(({ clips }) => gauge?.upload(clips)),
  );
}
