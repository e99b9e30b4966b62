import {
  bufferCount,
  concatAll,
  concatMap,
  from,
  lastValueFrom,
  map,
  of,
  type OperatorFunction,
  pipe,
  toArray,
} from "rxjs";
import type { Model } from "../../models/mod.ts";
import {
  mapNetworks,
  type PendingWork,
  type PerNetwork,
  type PlannedClip,
  stateToEvaluate,
  type TrainingState,
} from "../../operators/mod.ts";
import {
  compile,
  type CompiledFunction,
  disposeTree,
  mixedPrecision,
  tf,
} from "../../runtime/mod.ts";
import { clipRates } from "../config/clip_rates.ts";
import type { Config } from "../config/config.ts";
import { withViews } from "../videos/with_views.ts";
import { testViews } from "./test_views.ts";

/** What a {@linkcode ClipClassifier} works with. */
export interface ClipClassifierOptions {
  readonly networks: PerNetwork<Model>;
  /** Must outlive the classifier. */
  readonly state: TrainingState;
  /** Clips whose probabilities are averaged into one answer. */
  readonly clips: number;
  /** Counts the work on the device. */
  readonly pendingWork: PendingWork;
  /**
   * The networks, compiled by {@linkcode compileNetworks}; the caller's to dispose. If omitted, they
   * are compiled here.
   */
  readonly compiled?: CompiledNetworks | undefined;
}

/** What compiled networks take: the views of some clips. */
type Input = {
  readonly states: PerNetwork<ReturnType<typeof stateToEvaluate>>;
  readonly views: ReturnType<typeof testViews>;
};

/** What they return: means over the crops of each clip. */
type Means = {
  /** `[clips, classes]`. */
  readonly probabilities: PerNetwork<tf.Tensor2D>;
  /** `[clips, features]`. */
  readonly features: PerNetwork<tf.Tensor2D>;
};

/** Networks that answer for crops of clips, compiled. Dispose them when no call is under way. */
export type CompiledNetworks = CompiledFunction<Input, Means>;

/** What each network says about some clips: means over all of their crops. */
export interface ClipAnswer {
  /** `[classes]`. */
  readonly probabilities: PerNetwork<Float32Array>;
  /** `[features]`: what the network's last layer reads. */
  readonly features: PerNetwork<Float32Array>;
}

/** The same, and the clips. */
export interface AnsweredClips extends ClipAnswer {
  readonly clips: readonly PlannedClip[];
}

/** Values in the views that are on the device at once, if they are of several clips: 16 MiB. */
const PART_VALUES = 2 ** 22;

/**
 * Networks that answer for clips: softmax of the square crops of each clip, averaged over the crops
 * and over each `clips` clips. They go to the device in parts, two at a time, and one by one if they
 * are large, or as many together as `evaluate.videosAtOnce` says: memory depends on the size of a
 * part, and no probability does but for rounding.
 */
export class ClipClassifier implements Disposable {
  readonly #config: Config;
  readonly #clips: number;
  readonly #pendingWork: PendingWork;
  readonly #states: Input["states"];
  readonly #forward: CompiledNetworks;
  readonly #owned = new DisposableStack();

  /** Traces nothing before the first clips. */
  constructor(config: Config, options: ClipClassifierOptions) {
    const { networks, state, clips, pendingWork, compiled } = options;
    this.#config = config;
    this.#clips = clips;
    this.#pendingWork = pendingWork;
    this.#states = mapNetworks(state, stateToEvaluate);
    this.#forward = compiled ?? this.#owned.use(compileNetworks(config, networks));
  }

  /**
   * Returns one answer for each `clips` clips.
   *
   * @param planned At least one; a multiple of `clips`.
   */
  async classify(planned: readonly PlannedClip[]): Promise<AnsweredClips[]> {
    return await lastValueFrom(of(planned).pipe(this.classifyEach(), toArray()));
  }

  /**
   * Emits one answer for each `clips` clips, as {@linkcode withViews} does.
   *
   * @param signal Aborted when nothing more is to be computed: the stream fails with its reason.
   */
  classifyEach(signal?: AbortSignal): OperatorFunction<readonly PlannedClip[], AnsweredClips> {
    return pipe(
      concatMap((planned) => {
        const size = largestDivisor(planned.length, mostAtOnce(this.#config));
        return from(planned).pipe(bufferCount(size));
      }),
      withViews({
        pendingWork: this.#pendingWork,
        make: (part: readonly PlannedClip[]) =>
          tf.tidy(() => testViews(part, { networks: this.#states, config: this.#config })),
        compute: async (views, part): Promise<AnsweredClips[]> => {
          signal?.throwIfAborted();
          const means = await this.#forward({ states: this.#states, views });
          return readAnswers(means, part);
        },
      }),
      concatAll(),
      bufferCount(this.#clips),
      map(meanOfClips),
    );
  }

  /** Frees what was compiled here. */
  [Symbol.dispose](): void {
    this.#owned.dispose();
  }
}

/** Returns how many clips go to the device at once at the most. */
function mostAtOnce({ clip, evaluate: { crops, videosAtOnce } }: Config): number {
  const frames = Math.max(...Object.values(clipRates(clip)).map((rate) => rate.frames));
  const values = crops * frames * clip.size ** 2 * 3;
  return Math.max(videosAtOnce, Math.floor(PART_VALUES / values));
}

/** Parts of one size are traced once. */
function largestDivisor(count: number, most: number): number {
  let divisor = Math.min(count, most);
  while (count % divisor !== 0) divisor--;
  return divisor;
}

/** Compiles networks for a {@linkcode ClipClassifier}. */
export function compileNetworks(
  { evaluate: { precision } }: Config,
  networks: PerNetwork<Model>,
): CompiledNetworks {
  const means = meanAnswers(networks);
  return compile(precision === "bf16" ? mixedPrecision(means) : means);
}

/** Waits for the device, reads what it computed for each clip, and frees it. */
function readAnswers(means: Means, clips: readonly PlannedClip[]): AnsweredClips[] {
  try {
    const read = (tensors: PerNetwork<tf.Tensor2D>) =>
      mapNetworks(tensors, (tensor) => tensor.dataSync<"float32">());
    const probabilities = read(means.probabilities);
    const features = read(means.features);
    return clips.map((clip, index) => {
      const partOf = (values: Float32Array) => {
        const length = values.length / clips.length;
        return values.slice(index * length, (index + 1) * length);
      };
      return {
        clips: [clip],
        probabilities: mapNetworks(probabilities, partOf),
        features: mapNetworks(features, partOf),
      };
    });
  } finally {
    disposeTree(means);
  }
}

function meanOfClips(answers: readonly AnsweredClips[]): AnsweredClips {
  return {
    clips: answers.flatMap(({ clips }) => clips),
    probabilities: meanOf(answers.map(({ probabilities }) => probabilities)),
    features: meanOf(answers.map(({ features }) => features)),
  };
}

function meanOf(answers: readonly PerNetwork<Float32Array>[]): PerNetwork<Float32Array> {
  const [first] = answers;
  return mapNetworks(
    first!,
    (values, network) =>
      values.map((_, index) =>
        answers.reduce((sum, answer) => sum + answer[network]![index]!, 0) / answers.length
      ),
  );
}

/** Class probabilities and features of each network, averaged over the crops of each clip. */
function meanAnswers(networks: PerNetwork<Model>) {
  return ({ states, views }: Input): Means => {
    const means = mapNetworks(networks, (model, network) => {
      const [crops, count, ...view] = views[network]!.shape;
      const clips = views[network]!.reshape<tf.Tensor5D>([crops * count, ...view]);
      const { logits, features } = model.forward({ ...states[network]!, clips, training: false });
      const meanOfCrops = (values: tf.Tensor2D): tf.Tensor2D =>
        tf.mean(values.reshape([crops, count, values.shape[1]]), 0);
      return { probabilities: meanOfCrops(tf.softmax(logits)), features: meanOfCrops(features) };
    });
    return {
      probabilities: mapNetworks(means, ({ probabilities }) => probabilities),
      features: mapNetworks(means, ({ features }) => features),
    };
  };
}
