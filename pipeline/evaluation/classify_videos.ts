import { bufferCount, concatMap, from, lastValueFrom, map, tap, toArray } from "rxjs";
import type { Model } from "../../models/mod.ts";
import {
  type Credits,
  decode,
  paced,
  PendingWork,
  type PerNetwork,
  type PlannedClip,
  release,
  slowFast,
  type Ticket,
  type TrainingState,
  type VideoSource,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { creditsForVideos } from "../videos/credits_for_videos.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import { type ClipAnswer, ClipClassifier, type CompiledNetworks } from "./clip_classifier.ts";
import { clipRates } from "../config/clip_rates.ts";

/** What {@linkcode classifyVideos} works with. */
export interface ClassifyOptions<Video extends VideoSource> {
  readonly networks: PerNetwork<Model>;
  readonly state: TrainingState;
  readonly loader: WindowLoader;
  readonly videos: readonly Video[];
  /** Called for each video that cannot be read. Throws if that must end the work. */
  readonly onBroken: (video: Video, error: unknown) => void;
  /**
   * Called for each other video, in the order of the videos, with its clips from its start to its
   * end. These are as large as the video: what keeps them keeps the whole set in memory.
   */
  readonly onClassified: (
    classified: ClassifiedVideo<Video>,
    clips: readonly PlannedClip[],
  ) => void;
  readonly signal: AbortSignal;
  /**
   * Number of processors to decode on, while other videos wait or are on the device.
   *
   * @default one for each processor
   */
  readonly cores?: number | undefined;
  /** For calls with the same networks; compiled for this one if omitted. */
  readonly compiled?: CompiledNetworks | undefined;
}

/** A video and what the networks say about it: means over its views. */
export interface ClassifiedVideo<Video> extends ClipAnswer {
  readonly video: Video;
}

/**
 * Classifies videos: clips spread evenly over each, square crops of each clip, softmax averaged
 * over all of these views (5 × 3 in the paper). How many videos go to the device at once changes no
 * probability but for rounding.
 *
 * When it returns or throws, no decoder runs and the device is done with the state.
 *
 * @throws {unknown} If the signal is aborted: its reason. If a callback throws: its error.
 */
export async function classifyVideos<Video extends VideoSource>(
  config: Config,
  options: ClassifyOptions<Video>,
): Promise<void> {
  const { onClassified, signal, cores = navigator.hardwareConcurrency } = options;
  const { clips, videosAtOnce } = config.evaluate;
  const credits = creditsForVideos({ videosAtOnce, decoders: cores });
  const pendingWork = new PendingWork();
  using classifier = new ClipClassifier(config, { ...options, clips, pendingWork });
  const classified = testClips(config, { ...options, cores, credits, pendingWork }).pipe(
    bufferCount(videosAtOnce),
    map((videos) => videos.flat()),
    classifier.classifyEach(signal),
    tap(({ clips, ...answer }) =>
      onClassified({ video: clips[0]!.ticket.video as Video, ...answer }, clips)
    ),
    release(credits),
  );
  try {
    await lastValueFrom(classified, { defaultValue: undefined });
  } finally {
    await pendingWork.settled();
  }
}

/** What {@linkcode testClips} works with. */
interface TestClipsOptions<Video extends VideoSource> extends ClassifyOptions<Video> {
  readonly credits: Credits;
  readonly pendingWork: PendingWork;
  readonly cores: number;
}

/** The clips of each video that can be read, in the order of the videos. */
function testClips<Video extends VideoSource>(config: Config, options: TestClipsOptions<Video>) {
  const { loader, videos, credits, pendingWork, cores, signal, onBroken } = options;
  const { clip, seed, evaluate } = config;
  return paced(videos.map(ticketOf), credits).pipe(
    decode(
      (ticket, aborted) => loader.test(ticket, evaluate.clips, AbortSignal.any([aborted, signal])),
      {
        credits,
        pendingWork,
        concurrency: cores,
        onFailure({ item, error }) {
          // A decoder that was stopped says nothing about its video.
          signal.throwIfAborted();
          onBroken(item.video as Video, error);
          return "skip";
        },
      },
    ),
    concatMap((windows) =>
      from(windows).pipe(slowFast({ clips: clipRates(clip), seed, training: false }), toArray())
    ),
  );
}

function ticketOf(video: VideoSource, position: number): Ticket {
  return { video, position, phase: 0, epoch: 0, repeat: 0, role: "unlabeled" };
}
