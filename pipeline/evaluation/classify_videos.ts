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
import { pixelOptions } from "../videos/pixel_options.ts";
import type { WindowLoader } from "../videos/window_loader.ts";

/** Videos that are decoded, or wait, while others are on the device. */
const VIDEOS_AHEAD = 3;

/** What {@linkcode classifyVideos} works with. */
export interface ClassifyOptions<Video extends VideoSource> {
  readonly networks: PerNetwork<Model>;
  readonly state: TrainingState;
  readonly loader: WindowLoader;
  readonly videos: readonly Video[];
  /** Called for each video that cannot be read. Throws if that must end the work. */
  readonly onBroken: (video: Video, error: unknown) => void;
  /** Called for each other video, in the order of the videos. */
  readonly onClassified: (classified: ClassifiedVideo<Video>) => void;
  readonly signal: AbortSignal;
}

/** A video and what each network says about it: means over its views. */
export interface ClassifiedVideo<Video> {
  readonly video: Video;
  /** `[classes]`. */
  readonly probabilities: PerNetwork<Float32Array>;
  /** `[features]`: what the network's last layer reads. */
  readonly features: PerNetwork<Float32Array>;
}

/** A video's clips, from its start to its end. */
type Clips = readonly PlannedClip[];

/** What the compiled function takes. */
type Input = {
  readonly states: PerNetwork<ReturnType<typeof stateToEvaluate>>;
  readonly views: ClipPair;
};

/** What the compiled function returns: means over the views of each video. */
type Means = {
  /** `[videos, classes]`. */
  readonly probabilities: PerNetwork<tf.Tensor2D>;
  /** `[videos, features]`. */
  readonly features: PerNetwork<tf.Tensor2D>;
};

/**
 * Classifies videos: clips spread evenly over each, square crops of each clip, softmax averaged
 * over all of these views (5 × 3 in the paper). How many videos go to the device at once changes no
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
  const { networks, state, onClassified, signal } = options;
  const { videosAtOnce } = config.evaluate;
  const credits = new Credits(VIDEOS_AHEAD + videosAtOnce);
  const pendingWork = new PendingWork();
  const states = mapNetworks(state, stateToEvaluate);
  using forward = compile(meanAnswers(networks, config));

  async function classify(videos: readonly Clips[]): Promise<ClassifiedVideo<Video>[]> {
    signal.throwIfAborted();
    const views = tf.tidy(() => testViews(videos.flat(), config));
    pendingWork.start();
    try {
      return readAnswers<Video>(videos, await forward({ states, views }));
    } finally {
      disposeTree(views);
      pendingWork.end();
    }
  }

  const classified = testClips(config, { ...options, credits, pendingWork }).pipe(
    bufferCount(videosAtOnce),
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

/** What {@linkcode testClips} works with. */
interface TestClipsOptions<Video extends VideoSource> extends ClassifyOptions<Video> {
  readonly credits: Credits;
  readonly pendingWork: PendingWork;
}

/** The clips of each video that can be read, in the order of the videos. */
function testClips<Video extends VideoSource>(config: Config, options: TestClipsOptions<Video>) {
  const { loader, videos, credits, pendingWork, signal, onBroken } = options;
  const { clip, seed, evaluate } = config;
  return paced(videos.map(ticketOf), credits).pipe(
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
      from(windows).pipe(slowFast({ ...clip, seed, training: false }), toArray())
    ),
  );
}

function ticketOf(video: VideoSource, position: number): Ticket {
  return { video, position, phase: 0, epoch: 0, repeat: 0, role: "unlabeled" };
}

/** Waits for the device, reads what it computed for some videos, and frees it. */
function readAnswers<Video extends VideoSource>(
  videos: readonly Clips[],
  means: Means,
): ClassifiedVideo<Video>[] {
  try {
    const probabilities = mapNetworks(means.probabilities, readRows);
    const features = mapNetworks(means.features, readRows);
    return videos.map(([clip], index) => ({
      video: clip!.ticket.video as Video,
      probabilities: mapNetworks(probabilities, (rows) => rows[index]!),
      features: mapNetworks(features, (rows) => rows[index]!),
    }));
  } finally {
    disposeTree(means);
  }
}

function readRows(matrix: tf.Tensor2D): Float32Array[] {
  const [rows, columns] = matrix.shape;
  const values = matrix.dataSync<"float32">();
  return Array.from(
    { length: rows },
    (_, row) => values.slice(row * columns, (row + 1) * columns),
  );
}

/** All views of some videos in one batch: of each crop position all clips of all videos. */
function testViews(clips: Clips, config: Config): ClipPair {
  const { crops } = config.evaluate;
  const cropsOfClips = clips.map((clip) => cropPlans(clip, crops));
  const plans = Object.fromEntries(
    Array.from({ length: crops }, (_, position) => [
      `crop ${position}`,
      cropsOfClips.map((plansOfClip) => plansOfClip[position]!),
    ]),
  );
  const views = viewsToDevice(clips, plans, pixelOptions(config));
  const joined = (network: keyof ClipPair) =>
    tf.concat(Object.values(views).map((view) => view[network]!));
  return { primary: joined("primary"), auxiliary: joined("auxiliary") };
}

/** The squares of {@linkcode testCrops}, or the middle one alone. */
function cropPlans(clip: PlannedClip, count: 1 | 3) {
  const crops = testCrops(clip);
  return count === 1 ? [crops[1]] : crops;
}

/** Class probabilities and features of each network, averaged over the views of each video. */
function meanAnswers(networks: PerNetwork<Model>, { evaluate }: Config) {
  const meanOfViews = (values: tf.Tensor2D): tf.Tensor2D => {
    const byView = values.reshape([evaluate.crops, -1, evaluate.clips, values.shape[1]]);
    return tf.mean(byView, [0, 2]);
  };
  return ({ states, views }: Input): Means => {
    const outputs = mapNetworks(networks, (model, network) => {
      const clips = views[network]!;
      return model.forward({ ...states[network]!, clips, training: false });
    });
    return {
      probabilities: mapNetworks(outputs, ({ logits }) => meanOfViews(tf.softmax(logits))),
      features: mapNetworks(outputs, ({ features }) => meanOfViews(features)),
    };
  };
}
