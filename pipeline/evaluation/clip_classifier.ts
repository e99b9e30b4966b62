import { concatAll, lastValueFrom, of, type OperatorFunction, pipe, toArray } from "rxjs";
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
   * The networks, compiled by {@linkcode compileNetworks} for as many clips; the caller's to dispose.
   * If omitted, they are compiled here.
   */
  readonly compiled?: CompiledNetworks | undefined;
}

/** What compiled networks take. */
type Input = {
  readonly states: PerNetwork<ReturnType<typeof stateToEvaluate>>;
  readonly views: PerNetwork<tf.Tensor5D>;
};

/** What they return: means over the views of each answer. */
type Means = {
  /** `[answers, classes]`. */
  readonly probabilities: PerNetwork<tf.Tensor2D>;
  /** `[answers, features]`. */
  readonly features: PerNetwork<tf.Tensor2D>;
};

/** Networks that answer for clips, compiled. Dispose them when no call is under way. */
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

/**
 * Networks that answer for clips: softmax of the square crops of each clip, averaged over the crops
 * and over each `clips` clips. How many clips go to the device at once changes no probability but
 * for rounding.
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
    this.#forward = compiled ?? this.#owned.use(compileNetworks(config, { networks, clips }));
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
      withViews({
        pendingWork: this.#pendingWork,
        make: (planned: readonly PlannedClip[]) =>
          tf.tidy(() => testViews(planned, { networks: this.#states, config: this.#config })),
        compute: async (views, planned) => {
          signal?.throwIfAborted();
          const outputs = await this.#forward({ states: this.#states, views });
          return readAnswers(outputs, planned, this.#clips);
        },
      }),
      concatAll(),
    );
  }

  /** Frees what was compiled here. */
  [Symbol.dispose](): void {
    this.#owned.dispose();
  }
}

/** Compiles networks for a {@linkcode ClipClassifier}. */
export function compileNetworks(
  { evaluate: { crops, precision } }: Config,
  { networks, clips }: Pick<ClipClassifierOptions, "networks" | "clips">,
): CompiledNetworks {
  const means = meanAnswers(networks, { crops, clips });
  return compile(precision === "bf16" ? mixedPrecision(means) : means);
}

/** Waits for the device, reads what it computed, and frees it. */
function readAnswers(
  outputs: Means,
  planned: readonly PlannedClip[],
  clipsOfAnswer: number,
): AnsweredClips[] {
  const count = planned.length / clipsOfAnswer;
  try {
    const read = (tensors: PerNetwork<tf.Tensor2D>) =>
      mapNetworks(tensors, (tensor) => tensor.dataSync<"float32">());
    const probabilities = read(outputs.probabilities);
    const features = read(outputs.features);
    return Array.from({ length: count }, (_, index) => {
      const partOf = (values: Float32Array) => {
        const length = values.length / count;
        return values.slice(index * length, (index + 1) * length);
      };
      return {
        clips: planned.slice(index * clipsOfAnswer, (index + 1) * clipsOfAnswer),
        probabilities: mapNetworks(probabilities, partOf),
        features: mapNetworks(features, partOf),
      };
    });
  } finally {
    disposeTree(outputs);
  }
}

/** Class probabilities and features of each network, averaged over the views of each answer. */
function meanAnswers(
  networks: PerNetwork<Model>,
  { crops, clips: clipsOfAnswer }: { readonly crops: number; readonly clips: number },
) {
  const meanOfViews = (values: tf.Tensor2D): tf.Tensor2D => {
    const byView = values.reshape([crops, -1, clipsOfAnswer, values.shape[1]]);
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
