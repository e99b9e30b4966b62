import { type Observable, tap } from "rxjs";
import {
  type Credits,
  decode,
  type DecodedWindow,
  labeledViews,
  paced,
  type PendingWork,
  type PlannedClip,
  type RatioTicketsOptions,
  replacementTicket,
  type Role,
  slowFast,
  type Ticket,
  type VideoSource,
  weakViews,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { BrokenVideos } from "../videos/broken_videos.ts";
import { viewOptions } from "../videos/view_options.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import type { ClipGauge } from "./clip_gauge.ts";
import { clipRates } from "../config/clip_rates.ts";

/** What the streams of training clips work with. */
export interface ClipSourceOptions {
  /** All videos of the run, and in which order they come. */
  readonly order: RatioTicketsOptions;
  /** Decodes their windows. */
  readonly loader: WindowLoader;
  /** Collects those that cannot be read. */
  readonly broken: BrokenVideos;
  /** Limit the number of clips between the source and the end of a step. */
  readonly credits: Credits;
  /**
   * Number of processors to decode on: as many videos at the same time.
   *
   * @default one for each processor
   */
  readonly cores?: number | undefined;
  /** Counts cores and steps under way: a process that ends before them crashes. */
  readonly pendingWork: PendingWork;
  /** Aborted when the user wants to stop. */
  readonly signal: AbortSignal;
  /**
   * Counts the clips on each edge.
   *
   * @default not counted
   */
  readonly gauge?: ClipGauge | undefined;
}

/** What {@linkcode trainingClips} works with. */
export interface TrainingClipsOptions extends ClipSourceOptions {
  /** Which videos, in which order; read again for each subscription. */
  readonly tickets: Iterable<Ticket>;
}

/** Turns tickets into training clips whose view N or W is planned, not yet on the device. */
export function trainingClips(
  config: Config,
  options: TrainingClipsOptions,
): Observable<PlannedClip> {
  const { tickets, order, loader, broken, credits, pendingWork, signal, gauge } = options;
  const { cores = navigator.hardwareConcurrency } = options;
  const { clip, seed } = config;
  const replace = replacementTicket(order, seed);
  const views = viewOptions(config);

  async function load(ticket: Ticket, aborted: AbortSignal): Promise<DecodedWindow> {
    gauge?.startDecoding(aborted);
    const fromCache = loader.holds(ticket);
    // An interrupt ends the cores too: their clips are for later steps than the one under way.
    const window = await loader.training(ticket, AbortSignal.any([aborted, signal]));
    gauge?.finishDecoding({ fromCache });
    return window;
  }

  return paced(tickets, credits).pipe(
    tap(() => gauge?.take()),
    decode(load, {
      credits,
      pendingWork,
      concurrency: cores,
      onFailure({ item, error, attempt }) {
        // A decoder that was stopped says nothing about its video.
        signal.throwIfAborted();
        broken.add(item.video, error);
        requireReadable(order[item.role], item.role, broken);
        gauge?.replace();
        return { replacement: replace(item, attempt)! };
      },
    }),
    tap({ next: () => gauge?.gather(), finalize: () => gauge?.endSource() }),
    // Single-network methods get the same windows as the others, to be comparable.
    slowFast({ clips: clipRates(clip), seed, training: true }),
    labeledViews(views.labeled),
    weakViews(views.weak),
  );
}

/** Without one readable video of a role, the search for a replacement would never end. */
function requireReadable(videos: readonly VideoSource[], role: Role, { ids }: BrokenVideos): void {
  if (videos.some(({ id }) => !ids.includes(id))) return;
  throw new Error(
    `Cannot continue as at least one of the ${videos.length} ${role} videos must be readable: ` +
      "current value is 0",
  );
}
