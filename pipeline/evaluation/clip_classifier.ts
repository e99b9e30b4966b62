import type { Model } from "../../models/mod.ts";
import {
  type ClipPair,
  mapNetworks,
  type PendingWork,
  type PerNetwork,
  type PlannedClip,
  stateToEvaluate,
  testCrops,
  type TrainingState,
  viewsToDevice,
} from "../../operators/mod.ts";
import { compile, type CompiledFunction, disposeTree, tf } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { pixelOptions } from "../videos/pixel_options.ts";

/** What a {@linkcode ClipClassifier} works with. */
export interface ClipClassifierOptions {
  readonly networks: PerNetwork<Model>;
  /** Must outlive the classifier. */
  readonly state: TrainingState;
  /** Clips whose probabilities are averaged into one answer. */
  readonly clips: number;
  /** Counts the work on the device. */
  readonly pendingWork: PendingWork;
}

/** What the compiled function takes. */
type Input = {
  readonly states: PerNetwork<ReturnType<typeof stateToEvaluate>>;
  readonly views: ClipPair;
};

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
  readonly #forward: CompiledFunction<Input, PerNetwork<tf.Tensor2D>>;

  /** Compiles nothing before the first clips. */
  constructor(config: Config, { networks, state, clips, pendingWork }: ClipClassifierOptions) {
    this.#config = config;
    this.#clips = clips;
    this.#pendingWork = pendingWork;
    this.#states = mapNetworks(state, stateToEvaluate);
    this.#forward = compile(meanSoftmax(networks, { crops: config.evaluate.crops, clips }));
  }

  /**
   * Returns the class probabilities of each network, one answer for each `clips` clips.
   *
   * @param planned At least one; a multiple of `clips`.
   */
  async classify(planned: readonly PlannedClip[]): Promise<PerNetwork<Float32Array>[]> {
    const views = tf.tidy(() => testViews(planned, this.#config));
    this.#pendingWork.start();
    try {
      const outputs = await this.#forward({ states: this.#states, views });
      return readAnswers(outputs, planned.length / this.#clips);
    } finally {
      disposeTree(views);
      this.#pendingWork.end();
    }
  }

  /** Frees the compiled function. */
  [Symbol.dispose](): void {
    this.#forward[Symbol.dispose]();
  }
}

/** Waits for the device, reads what it computed, and frees it. */
function readAnswers(outputs: PerNetwork<tf.Tensor>, count: number): PerNetwork<Float32Array>[] {
  try {
    const values = mapNetworks(outputs, (output) => output.dataSync<"float32">());
    return Array.from({ length: count }, (_, index) =>
      mapNetworks(values, (all) => {
        const classes = all.length / count;
        return all.slice(index * classes, (index + 1) * classes);
      }));
  } finally {
    disposeTree(outputs);
  }
}

/** All views of some clips in one batch: of each crop position all clips. */
function testViews(clips: readonly PlannedClip[], config: Config): ClipPair {
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

/** Class probabilities `[answers, classes]` of each network, averaged over the views of each. */
function meanSoftmax(
  networks: PerNetwork<Model>,
  { crops, clips: clipsOfAnswer }: { readonly crops: number; readonly clips: number },
) {
  return ({ states, views }: Input): PerNetwork<tf.Tensor2D> =>
    mapNetworks(networks, (model, network) => {
      const clips = views[network]!;
      const { logits } = model.forward({ ...states[network]!, clips, training: false });
      const [, classes] = logits.shape as [number, number];
      const byView = tf.softmax(logits).reshape([crops, -1, clipsOfAnswer, classes]);
      return tf.mean(byView, [0, 2]) as tf.Tensor2D;
    });
}
