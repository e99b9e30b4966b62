import { bufferCount, concatAll, concatMap, from, lastValueFrom, tap, toArray } from "rxjs";
import type { Model } from "../../models/mod.ts";
import {
  type ClipPair,
  Credits,
  decode,
  mapNetworks,
  paced,
  PendingWork,
  type PerNetwork,
  type PlannedClip,
  release,
  slowFast,
  stateToEvaluate,
  testCrops,
  type Ticket,
  type TrainingState,
  type VideoSource,
  viewsToDevice,
} from "../../operators/mod.ts";
import { compile, disposeTree, tf } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import { MEAN, STD } from "../videos/views.ts";

/** Videos that are decoded, or wait, while others are on the device. */
const VIDEOS_AHEAD = 3;

/** What {@linkcode classifyVideos} works with. */
export interface ClassifyOptions<Video extends VideoSource> {
  readonly networks: PerNetwork<Model>;
  readonly state: TrainingState;
  readonly loader: WindowLoader;
  readonly videos: readonly Video[];
  /** Told of each video that cannot be read. Throws where that must end the work. */
  readonly onBroken: (video: Video, error: unknown) => void;
  /** Told of each other one, in the order of the videos. */
  readonly onClassified: (classified: ClassifiedVideo<Video>) => void;
  readonly signal: AbortSignal;
}

/** A video and its class probabilities according to each network. */
export interface ClassifiedVideo<Video> {
  readonly video: Video;
  readonly probabilities: PerNetwork<Float32Array>;
}

/** A video's clips, from its start to its end. */
type Clips = readonly PlannedClip[];

/**
 * Classifies videos: clips spread evenly over each, square crops of each clip, softmax averaged over
 * all of these views (5 × 3 in the paper). How many videos go to the device at once changes no
 * probability but for rounding.
 *
 * When it returns or throws, no decoder runs and the device is done with the state.
 *
 * @throws The signal's reason when it aborts, and what the callbacks throw.
 */
export async function classifyVideos<Video extends VideoSource>(
  config: Config,
  options: ClassifyOptions<Video>,
): Promise<void> {
  const { networks, state, loader, onBroken, onClassified, signal } = options;
  const { clip, evaluate } = config;
  const credits = new Credits(VIDEOS_AHEAD + evaluate.videosAtOnce);
  const pendingWork = new PendingWork();
  const tickets = options.videos.map((video, position): Ticket => ({
    video,
    position,
    epoch: 0,
    repeat: 0,
    role: "unlabeled",
  }));
  using forward = compile(meanSoftmax(networks, config));
  const states = mapNetworks(state, stateToEvaluate);

  async function classify(videos: readonly Clips[]): Promise<ClassifiedVideo<Video>[]> {
    signal.throwIfAborted();
    const views = tf.tidy(() => testViews(videos.flat(), config));
    pendingWork.start();
    try {
      const outputs = await forward({ states, views });
      try {
        const all = mapNetworks(outputs, (output) => output.dataSync<"float32">());
        return videos.map(([first], at) => ({
          video: first!.ticket.video as Video,
          probabilities: mapNetworks(all, (values) => {
            const classes = values.length / videos.length;
            return values.slice(at * classes, (at + 1) * classes);
          }),
        }));
      } finally {
        disposeTree(outputs);
      }
    } finally {
      disposeTree(views);
      pendingWork.end();
    }
  }

  const classified = paced(tickets, credits).pipe(
    decode((ticket, aborted) => loader.test(ticket, evaluate.clips, aborted), {
      credits,
      pendingWork,
      concurrency: navigator.hardwareConcurrency,
      onFailure({ item, error }) {
        // A decoder that was stopped says nothing about its video.
        signal.throwIfAborted();
        onBroken(item.video as Video, error);
        return "skip";
      },
    }),
    concatMap((windows) =>
      from(windows).pipe(
        slowFast({ ...clip, seed: config.seed, training: false }),
        toArray(),
      )
    ),
    bufferCount(evaluate.videosAtOnce),
    concatMap(classify),
    concatAll(),
    tap(onClassified),
    release(credits, () => 1),
  );
  try {
    await lastValueFrom(classified, { defaultValue: undefined });
  } finally {
    await pendingWork.settled();
  }
}

/** All views of some videos in one batch: of each crop position all clips of all videos. */
function testViews(clips: Clips, { clip, evaluate }: Config): ClipPair {
  const crops = clips.map((picture) => cropPlans(picture, evaluate.crops));
  const plans = Object.fromEntries(
    Array.from(
      { length: evaluate.crops },
      (_, at) => [`crop ${at}`, crops.map((crop) => crop[at]!)],
    ),
  );
  const views = viewsToDevice(clips, plans, { size: clip.size, mean: MEAN, std: STD });
  const joined = (network: keyof ClipPair) =>
    tf.concat(Object.values(views).map((view) => view[network]!));
  return { primary: joined("primary"), auxiliary: joined("auxiliary") };
}

/** The squares of {@linkcode testCrops}, or the middle one alone. */
function cropPlans(picture: PlannedClip, count: 1 | 3) {
  const crops = testCrops(picture);
  return count === 1 ? [crops[1]] : crops;
}

/** Class probabilities `[videos, classes]` of each network, averaged over the views of each video. */
function meanSoftmax(
  networks: PerNetwork<Model>,
  { evaluate: { clips: perVideo, crops } }: Config,
) {
  type Input = { states: PerNetwork<ReturnType<typeof stateToEvaluate>>; views: ClipPair };
  return ({ states, views }: Input): PerNetwork<tf.Tensor2D> =>
    mapNetworks(networks, (model, network) => {
      const clips = views[network]!;
      const { logits } = model.forward({ ...states[network]!, clips, training: false });
      const [, classes] = logits.shape as [number, number];
      const ofViews = tf.softmax(logits).reshape([crops, -1, perVideo, classes]);
      return tf.mean(ofViews, [0, 2]) as tf.Tensor2D;
    });
}
