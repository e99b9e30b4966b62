/** `method`: which losses the networks are trained by. */
export interface MethodConfig {
  /**
   * `actnetformer`: equation (7). `cmpl`: the same without contrast. `fixmatch`: the primary
   * network alone, equation (1). `supervised`: labeled videos only. `tcl`: the primary network alone,
   * on clips of two frame rates. `mvpl`: the primary network alone, on frames, their gradient and
   * their flow. `ltg`: a network of frames and one of gradients, whose features are aligned.
   * `svformer`: the primary network and its moving average, on clips that are mixed and warped in
   * time. `after-tacl`: coarse and fine clips, thresholds by class.
   * `after-nccl`: frames and gradients, neighbors in a memory bank. `after-danet`: contrast with a
   * frozen network that was trained before. `fixmatch-aligned`: FixMatch with labels aligned to
   * the shares of the classes. `own-first`: each network's own labels, the other's where they are
   * unsure, aligned as well. Or the path of a module whose default export is a `Method`
   * of pipeline/methods/method.ts.
   *
   * @default "actnetformer"
   */
  readonly name: string;
  /**
   * δ: minimum confidence of a pseudo-label that is used.
   *
   * @default 0.8
   */
  readonly threshold: number;
  /**
   * γ: weight of the pseudo-label losses.
   *
   * @default 2
   */
  readonly gamma: number;
  /**
   * β: weight of the contrastive loss.
   *
   * @default 2
   */
  readonly beta: number;
  /**
   * τ of the contrastive loss.
   *
   * @default 0.5
   */
  readonly temperature: number;
  /**
   * Share of all steps, at the start, on labeled videos alone; the others are not even decoded.
   *
   * @default 0
   */
  readonly supervisedShare: number;
  /**
   * Share of all steps, after the supervised ones, in which γ and β grow linearly to their values.
   *
   * @default 0.1
   */
  readonly rampShare: number;
  /** Weights of a method's further loss terms, by name, instead of the method's own. */
  readonly weights?: Readonly<Record<string, number>>;
  /**
   * Clips that the memory bank of `after-nccl` holds; if omitted, 4096, or as many as there are
   * training videos.
   */
  readonly bank?: number;
}

/** `optimizer`: SGD and its schedule. */
export interface OptimizerConfig {
  /**
   * Peak learning rate of the primary network. 0.02 suits 8 labeled clips per step; scale it with
   * their number.
   *
   * @default 0.02
   */
  readonly learningRate: number;
  /** Peak learning rate of the auxiliary network; if omitted, the primary's. */
  readonly auxiliaryLearningRate?: number;
  /**
   * Momentum of SGD.
   *
   * @default 0.9
   */
  readonly momentum: number;
  /**
   * Weight decay; not for biases, norms and embeddings.
   *
   * @default 1e-3
   */
  readonly weightDecay: number;
  /**
   * Share of all steps in which the learning rate grows linearly; then it falls to zero as a
   * cosine.
   *
   * @default 0.1
   */
  readonly warmupShare: number;
  /**
   * Maximum norm of each network's gradient; longer ones are scaled down to it.
   *
   * @default 40
   */
  readonly maxGradientNorm: number;
  /**
   * Parameters that stay as they are, by the beginning of their names: `blocks.0` is the stem of a
   * ResNet and the first block of a TimeSformer, `primary.blocks.0` only that of the primary
   * network. Norms among them keep their statistics. None if omitted.
   */
  readonly frozen?: readonly string[];
  /**
   * Factor of the learning rate from each layer to the one below it, such as 0.75: the head learns
   * at the full rate, the stem slowest. A layer is the stem or a stage of a ResNet, the embeddings
   * or a block of a TimeSformer. All learn at the same rate if omitted.
   */
  readonly layerDecay?: number;
  /**
   * Decay of the exponential moving averages (EMA) of weights and statistics, such as 0.999. The
   * averages are then evaluated, and saved for use. There are none if omitted.
   */
  readonly emaDecay?: number;
}

/** `schedule`: how long the run is, and what a step holds. */
export interface ScheduleConfig {
  /** Number of training steps of the run. */
  readonly steps?: number;
  /**
   * Number of passes over the unlabeled videos (supervised: over the labeled ones); instead of
   * `steps`.
   */
  readonly epochs?: number;
  /**
   * Number of labeled clips per step.
   *
   * @default 8
   */
  readonly labeledPerStep: number;
  /**
   * Number of unlabeled clips per step for each labeled one.
   *
   * @default 5
   */
  readonly unlabeledPerLabeled: number;
  /**
   * Number of micro-batches in which a step is computed, to need less memory; divides
   * `labeledPerStep`. Batch norm and the contrastive loss then see one micro-batch at a time.
   *
   * @default 1
   */
  readonly accumulate: number;
  /**
   * Number of batches of training clips over which the statistics of batch norm are computed
   * again after the last step ("precise batch norm"; SlowFast takes 200). If omitted, they stay
   * the running averages of the training; the paper mentions nothing else.
   */
  readonly preciseBatches?: number;
}
