import { featureGrid, type Model } from "../../models/mod.ts";
import {
  mapNetworks,
  PendingWork,
  type PerNetwork,
  type PlannedClip,
  stateToEvaluate,
  type TrainingState,
} from "../../operators/mod.ts";
import { compile, type CompiledFunction, disposeTree, tf } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import { cropPlans, testViews } from "../evaluation/test_views.ts";
import type { ClipHeat } from "./clip_heat.ts";
import { normalizeHeat } from "./normalize_heat.ts";
import { relevanceOf } from "./relevance_of.ts";

/** What a {@linkcode ClipExplainer} works with. */
export interface ClipExplainerOptions {
  readonly networks: PerNetwork<Model>;
  /** Must outlive the explainer. */
  readonly state: TrainingState;
  /** Number of classes. */
  readonly classes: number;
}

/** Of which answer, and of which video, a clip is explained. */
export interface ExplainOptions {
  /**
   * Index of the class whose answer is explained; null for the one that each network itself holds
   * most probable.
   */
  readonly label: number | null;
  /** Frames of the video on the time grid, as far as they are known; after them the last repeats. */
  readonly frameCount: number;
}

/** What compiled networks take. */
type Input = {
  readonly states: PerNetwork<ReturnType<typeof stateToEvaluate>>;
  readonly views: ReturnType<typeof testViews>;
  /** `[crops, classes]`. */
  readonly explained: tf.Tensor2D;
};

/** What they return: `[crops, frames, rows, columns]` of each network. */
type Relevance = PerNetwork<tf.Tensor4D>;

/** Finds out what the networks look at in clips, one clip at a time. */
export class ClipExplainer implements AsyncDisposable {
  readonly #config: Config;
  readonly #options: ClipExplainerOptions;
  readonly #states: Input["states"];
  readonly #compiled: CompiledFunction<Input, Relevance>;
  readonly #pendingWork = new PendingWork();

  /** Traces nothing before the first clip. */
  constructor(config: Config, options: ClipExplainerOptions) {
    const { networks, state } = options;
    this.#config = config;
    this.#options = options;
    this.#states = mapNetworks(state, stateToEvaluate);
    this.#compiled = compile(({ states, views, explained }: Input): Relevance =>
      mapNetworks(networks, (model, network) => {
        const clips = views[network]!.squeeze<tf.Tensor5D>([1]);
        return relevanceOf(model, { ...states[network]!, clips, explained });
      })
    );
  }

  /**
   * Returns what each network looks at in the crops of a clip that a test looks at.
   *
   * @param clip Its ticket's position is that of its first frame on the time grid of the video.
   * @throws {TypeError} If a network does not report what its method needs.
   */
  async explain(
    clip: PlannedClip,
    { label, frameCount }: ExplainOptions,
  ): Promise<PerNetwork<ClipHeat>> {
    const { classes } = this.#options;
    const crops = cropPlans(clip, this.#config.evaluate.crops).length;
    const views = tf.tidy(() =>
      testViews([clip], { networks: this.#states, config: this.#config })
    );
    const row = Array.from(
      { length: classes },
      (_, index) => Number(label === null || index === label),
    );
    const explained = tf.tensor2d(Array.from({ length: crops }, () => row));
    this.#pendingWork.start();
    try {
      const relevance = await this.#compiled({ states: this.#states, views, explained });
      return readHeat(relevance, (values, network) => {
        return this.#heatOf(clip, values, { network, lastFrame: frameCount - 1 });
      });
    } finally {
      disposeTree([views, explained]);
      this.#pendingWork.end();
    }
  }

  /** Resolves when the device is done with the state. */
  async settled(): Promise<void> {
    await this.#pendingWork.settled();
  }

  /** Waits until the device is done with the state, and frees what was compiled. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.settled();
    this.#compiled[Symbol.dispose]();
  }

  #heatOf(
    clip: PlannedClip,
    relevance: tf.Tensor4D,
    { network, lastFrame }: { readonly network: keyof Relevance; readonly lastFrame: number },
  ): ClipHeat {
    const { size } = this.#config.clip;
    const { config } = this.#options.networks[network]!;
    const [, mapFrames, side] = relevance.shape;
    const grid = featureGrid(config);
    const indices = clip.indices[network]!;
    const [index = 0, next = index + 1] = indices;
    const step = next - index;
    const heat = normalizeHeat(relevance.dataSync<"float32">(), {
      fromSmallest: config.kind === "timesformer",
    });
    const { position } = clip.ticket;
    const lastSeen = position + (indices.at(-1) ?? index);
    const lastOfWindow = Math.min(position + clip.frameCount - 1, lastFrame);
    return {
      covered: [
        Math.max(position, position + index - step / 2),
        Math.min(lastOfWindow, lastSeen + step / 2),
      ],
      size,
      side,
      grid,
      frames: Array.from({ length: mapFrames }, (_, frame) => {
        const seen = index + (grid.firstFrame + grid.framePitch * frame) * step;
        return Math.min(position + seen, lastFrame);
      }),
      crops: cropsOf(clip, heat, this.#config.evaluate.crops),
    };
  }
}

/** Returns the squares of a clip with their parts of its heat. */
function cropsOf(
  clip: Pick<PlannedClip, "height" | "width">,
  heat: Float32Array,
  count: 1 | 3,
): ClipHeat["crops"] {
  const plans = cropPlans(clip, count);
  const cells = heat.length / plans.length;
  return plans.map(({ box }, crop) => ({
    box: {
      top: box.top / clip.height,
      left: box.left / clip.width,
      height: box.height / clip.height,
      width: box.width / clip.width,
    },
    cells: heat.slice(crop * cells, (crop + 1) * cells),
  }));
}

/** Reads what the device computed, and frees it. */
function readHeat(
  relevance: Relevance,
  read: (values: tf.Tensor4D, network: keyof Relevance) => ClipHeat,
): PerNetwork<ClipHeat> {
  try {
    return mapNetworks(relevance, read);
  } finally {
    disposeTree(relevance);
  }
}
