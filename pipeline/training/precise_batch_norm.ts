import { bufferCount, concatMap, lastValueFrom } from "rxjs";
import {
  type Model,
  type ModelState,
  type Parameters,
  PopulationStatistics,
} from "../../models/mod.ts";
import {
  type ClipPair,
  hostValues,
  mapNetworks,
  networksOf,
  type NetworkState,
  type PerNetwork,
  type PlannedClip,
  ratioTickets,
  type RatioTicketsOptions,
  release,
  stateToEvaluate,
  type Ticket,
  type TrainingState,
  viewsToDevice,
} from "../../operators/mod.ts";
import { compile, disposeTree, tf } from "../../runtime/mod.ts";
import { type ClipSourceOptions, trainingClips } from "./clip_stream.ts";
import type { Config } from "../config/config.ts";
import { MEAN, STD } from "../videos/views.ts";

/** What {@linkcode preciseBatchNorm} works with. */
export interface PreciseBatchNormOptions extends ClipSourceOptions {
  readonly networks: PerNetwork<Model>;
  /** Stays the caller's. */
  readonly state: TrainingState;
  /** Batches to compute over. */
  readonly batches: number;
  /** Told after each batch how many there were. */
  readonly onBatch: (batches: number) => void;
}

/** Statistics of batch norm by the names of their tensors. */
type Values = Readonly<Record<string, Float32Array>>;

/** One thing for each network that has batch norm. */
type WithBatchNorm<T> = { -readonly [Network in keyof PerNetwork<T>]?: T };

/** What the compiled function takes. */
type Input = { readonly states: PerNetwork<ModelState>; readonly views: ClipPair };

/**
 * Computes the statistics of every batch norm anew with the weights as they are, over some batches of
 * training clips: {@linkcode PopulationStatistics} instead of the running averages, in which a batch
 * counts less the older it is, and was seen by other weights ("precise batch norm": Wu and Johnson, arXiv
 * 2105.07576). Where a network keeps averages of its weights these are what is evaluated; so it is they
 * that run here, and their statistics that are replaced.
 *
 * The clips: all videos that the method trains on, labeled or not, each as often as any other, in the
 * views N (labeled) and W (unlabeled), which evaluation's crops resemble. The batches of the training
 * hold strong views too, and labeled videos more often; evaluation does not. A batch is as many clips as
 * a step, or one of its micro-batches, has videos. It is computed in float32, as evaluation is. Draws depend
 * on (seed, epoch, video, view) from epoch 0 on, and nothing on the statistics before, so that to do
 * it again gives the same. A network without batch norm is not run.
 *
 * @returns the state with the new statistics, the caller's to dispose; its other tensors are clones
 * @throws The signal's reason when it aborts; what reading the videos throws.
 */
export async function preciseBatchNorm(
  config: Config,
  options: PreciseBatchNormOptions,
): Promise<TrainingState> {
  const { networks, state, order, credits, pendingWork, signal, onBatch } = options;
  const measured: WithBatchNorm<PopulationStatistics> = {};
  for (const network of networksOf(networks)) {
    if (networks[network]!.statistics.length > 0) measured[network] = new PopulationStatistics();
  }
  const states = mapNetworks(state, stateToEvaluate);
  const { labeledPerBatch, ratio } = order;
  const size = labeledPerBatch * (1 + ratio) / config.schedule.accumulate;
  const tickets = populationTickets(order, size, options.batches);
  using forward = compile(batchStatistics(networks, measured));

  async function measure(clips: readonly PlannedClip[]): Promise<void> {
    signal.throwIfAborted();
    const views = viewsOf(clips, config, measured.auxiliary !== undefined);
    pendingWork.start();
    try {
      const outputs = await forward({ states, views });
      try {
        // Waits for the device here.
        const batch = hostValues(outputs);
        for (const network of networksOf(networks)) measured[network]?.add(batch[network]!);
      } finally {
        disposeTree(outputs);
      }
    } finally {
      disposeTree(views);
      pendingWork.end();
    }
  }

  if (Object.keys(measured).length > 0) {
    const batches = trainingClips(config, { ...options, tickets }).pipe(
      bufferCount(size),
      concatMap(async (clips, at) => {
        await measure(clips);
        onBatch(at + 1);
      }),
      release(credits, () => size),
    );
    await lastValueFrom(batches).finally(() => pendingWork.settled());
  }
  return mapNetworks(state, (own, network) => replaceStatistics(own, measured[network]?.values()));
}

/** Each video as often as any other, in its role. */
function populationTickets(
  order: RatioTicketsOptions,
  labeledPerBatch: number,
  to: number,
): Iterable<Ticket> {
  const videos = [...order.labeled, ...order.unlabeled];
  const all = { ...order, labeled: videos, unlabeled: [], ratio: 0, labeledPerBatch };
  const labeled = new Set(order.labeled);
  return {
    *[Symbol.iterator]() {
      for (const ticket of ratioTickets(all, { from: 0, to })) {
        yield { ...ticket, role: labeled.has(ticket.video) ? "labeled" : "unlabeled" };
      }
    },
  };
}

/** Views N and W on the device; the clips of the high frame rate only where they are needed. */
function viewsOf(
  clips: readonly PlannedClip[],
  { clip: { size } }: Config,
  auxiliary: boolean,
): ClipPair {
  const chosen = clips.map(({ indices, ...clip }) => ({
    ...clip,
    indices: auxiliary ? indices : { primary: indices.primary },
  }));
  const plans = clips.map(({ views }) => views.labeled ?? views.weak!);
  return viewsToDevice(chosen, { plans }, { size, mean: MEAN, std: STD }).plans;
}

/** The statistics of one batch in every batch norm of the networks that have any. */
function batchStatistics(networks: PerNetwork<Model>, measured: WithBatchNorm<unknown>) {
  return ({ states, views }: Input): WithBatchNorm<Parameters> => {
    const statistics: WithBatchNorm<Parameters> = {};
    for (const network of networksOf(networks)) {
      if (measured[network] === undefined) continue;
      const input = { ...states[network]!, clips: views[network]! };
      // Dropout comes behind the last batch norm: what it draws does not matter.
      const randomSeed = tf.tensor1d([0, 0], "int32");
      const training = { training: true, statisticsMomentum: 1, randomSeed };
      statistics[network] = networks[network]!.forward({ ...input, ...training }).statistics;
    }
    return statistics;
  };
}

/** A state of its own tensors, with other statistics where evaluation reads them. */
function replaceStatistics(state: NetworkState, values: Values | undefined): NetworkState {
  const { parameters, momentum, statistics, ema } = state;
  const copy = (tensors: Parameters, replaced: Values = {}) =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => {
        const own = replaced[name];
        return [name, own === undefined ? tensor.clone() : tf.tensor1d(own)];
      }),
    );
  const weights = { parameters: copy(parameters), momentum: copy(momentum) };
  return ema === undefined
    ? { ...weights, statistics: copy(statistics, values) }
    : { ...weights, statistics: copy(statistics), ema: copy(ema, values) };
}
