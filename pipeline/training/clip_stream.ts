import type { Observable } from "rxjs";
import {
  Credits,
  decode,
  labeledViews,
  paced,
  type PendingWork,
  type PlannedClip,
  ratioBatch,
  ratioTickets,
  type RatioTicketsOptions,
  replacementTicket,
  type Role,
  slowFast,
  type StepBatch,
  strongViews,
  type Ticket,
  toDevice,
  type VideoSource,
  weakViews,
} from "../../operators/mod.ts";
import type { BrokenVideos } from "../videos/broken_videos.ts";
import type { Config } from "../config/config.ts";
import { MEAN, STD, viewOptions } from "../videos/views.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import { phaseOf, type PhaseOrder } from "./phases.ts";

/** What the streams of training clips work with. */
export interface ClipSourceOptions {
  /** All videos of the run. */
  readonly order: RatioTicketsOptions;
  readonly loader: WindowLoader;
  readonly broken: BrokenVideos;
  readonly credits: Credits;
  readonly pendingWork: PendingWork;
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
}

/** What {@linkcode clipStream} works with. */
export interface ClipStreamOptions extends ClipSourceOptions {
  /** The phases of the run, one after the other. */
  readonly phases: readonly PhaseOrder[];
  /** The first step to make. */
  readonly from: number;
}

/** What {@linkcode trainingClips} works with. */
export interface TrainingClipsOptions extends ClipSourceOptions {
  /** Which videos, in which order; each is read anew for a subscription. */
  readonly tickets: Iterable<Ticket>;
}

/** The tickets of all phases in one row, so that clips of the next are decoded while one ends. */
function* ticketsFrom(first: number, phases: readonly PhaseOrder[]): Iterable<Ticket> {
  for (const { from, to, order } of phases) {
    if (first < to) yield* ratioTickets(order, { from: Math.max(first, from), to });
  }
}

/** From the list of videos to the batches of the training steps, on the device. */
export function clipStream(config: Config, options: ClipStreamOptions): Observable<StepBatch> {
  const { order, phases, from, credits } = options;
  const tickets = { [Symbol.iterator]: () => ticketsFrom(from, phases)[Symbol.iterator]() };
  return trainingClips(config, { ...options, tickets }).pipe(
    strongViews(viewOptions(config).strong),
    ratioBatch({
      labeled: order.labeledPerBatch,
      credits,
      ratio: (batch) => phaseOf(from + batch, phases).order.ratio,
    }),
    toDevice({ size: config.clip.size, mean: MEAN, std: STD, seed: config.seed }),
  );
}

/** From tickets to training clips with their views N or W planned, not yet on the device. */
export function trainingClips(
  config: Config,
  options: TrainingClipsOptions,
): Observable<PlannedClip> {
  const { tickets, order, loader, broken, credits, pendingWork } = options;
  const { clip, seed } = config;
  const replace = replacementTicket(order, seed);
  const views = viewOptions(config);
  return paced(tickets, credits).pipe(
    decode((ticket, signal) => loader.training(ticket, signal), {
      credits,
      pendingWork,
      concurrency: navigator.hardwareConcurrency,
      onFailure({ item, error, attempt }) {
        // A decoder that was stopped says nothing about its video.
        options.signal.throwIfAborted();
        broken.add(item.video, error);
        requireSound(order[item.role], item.role, broken);
        return { replacement: replace(item, attempt)! };
      },
    }),
    // Single-network methods get the same windows and clips as the others, to be comparable.
    slowFast({ primary: clip.primary, auxiliary: clip.auxiliary, seed, training: true }),
    labeledViews(views.labeled),
    weakViews(views.weak),
  );
}

/** Without one sound video of a role, the search for a replacement would never end. */
function requireSound(videos: readonly VideoSource[], role: Role, { ids }: BrokenVideos): void {
  if (videos.some(({ id }) => !ids.includes(id))) return;
  throw new Error(
    `Cannot go on as at least one of the ${videos.length} ${role} videos must be readable: ` +
      "current value is 0",
  );
}
