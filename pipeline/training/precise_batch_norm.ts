import { bufferCount, concatMap, lastValueFrom } from "rxjs";
import {
  type Model,
  type ModelState,
  type Parameters,
  PopulationStatistics,
} from "../../models/mod.ts";
import {
  type BatchRange,
  type Clips,
  Credits,
  creditsFor,
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
import type { Config } from "../config/config.ts";
import { pixelOptions } from "../videos/pixel_options.ts";
import { withViews } from "../videos/with_views.ts";
import type { PhaseOrder } from "./phase.ts";
import { type ClipSourceOptions, trainingClips } from "./training_clips.ts";

/** What {@linkcode preciseBatchNorm} works with. */
export interface PreciseBatchNormOptions extends Omit<ClipSourceOptions, "credits"> {
  readonly networks: PerNetwork<Model>;
  /** Stays the caller's. */
  readonly state: TrainingState;
  /** The phases of the training; the batches are one more phase after them. */
  readonly phases: readonly PhaseOrder[];
  /** Batches to compute over. */
  readonly batches: number;
  /** Called after each batch, in their order, with the number of batches so far. */
  readonly onBatch: (batches: number) => unknown;
}

/** Statistics of batch norm by the names of their tensors. */
type Statistics = Readonly<Record<string, Float32Array>>;

/** One value for each network that has batch norm. */
type WithBatchNorm<T> = { -readonly [Network in keyof PerNetwork<T>]?: T };

/** What the compiled function takes. */
type Input = { readonly states: PerNetwork<ModelState>; readonly views: Clips };

/**
 * Computes the statistics of every batch norm again, with the weights as they are now, over some
 * batches of training clips ("precise batch norm": Wu and Johnson, arXiv 2105.07576). The new
 * statistics are {@linkcode PopulationStatistics}, to which every batch contributes equally; the
 * running averages that they replace come from earlier weights, and favor the latest batches. If a
 * network keeps moving averages of its weights, these run here and get the statistics, as they are
 * what is evaluated.
 *
 * The clips come from all videos that the method trains on, labeled or not, each as often as any
 * other. They are shown in the views N (labeled) and W (unlabeled), which resemble evaluation's
 * crops; training batches also hold strong views, and show labeled videos more often. A batch has
 * as many clips as a step, or one of its micro-batches, has videos. It is computed in float32, as
 * evaluation is. The batches are a phase after those of the training, so that no clip has the draws
 * of a training clip; nothing depends on the earlier statistics, so a repetition gives the same
 * result. Frozen norms keep their statistics. A network without other norms is not run.
 *
 * @returns The state with the new statistics, the caller's to dispose; its other tensors are
 * clones.
 * @throws {unknown} If the signal is aborted: its reason. If a video cannot be read: that error.
 */
export async function preciseBatchNorm(
  config: Config,
  options: PreciseBatchNormOptions,
): Promise<TrainingState> {
  const measured: WithBatchNorm<PopulationStatistics> = {};
  for (const network of networksOf(options.networks)) {
    if (trainedStatistics(options.networks[network]!).length > 0) {
      measured[network] = new PopulationStatistics();
    }
  }
  if (Object.keys(measured).length > 0) await measure(measured, config, options);
  const networks = mapNetworks(
    options.state,
    (state, network) => replaceStatistics(state, measured[network]?.values()),
  );
  const { memory } = options.state;
  return memory === undefined ? networks : { ...networks, memory: copy(memory) };
}

/** Adds the statistics of all batches to `measured`. */
async function measure(
  measured: WithBatchNorm<PopulationStatistics>,
  config: Config,
  options: PreciseBatchNormOptions,
): Promise<void> {
  const { networks, state, order, phases, cores, pendingWork, signal, onBatch } = options;
  const states = mapNetworks(state, stateToEvaluate);
  const size = order.labeledPerBatch * (1 + order.ratio) / config.schedule.accumulate;
  const range = { phase: phases.length, from: 0, to: options.batches };
  const tickets = populationTickets(order, { size, range });
  // For whole batches, of which each worker computes all: those of the training hold its part.
  const { hardwareConcurrency } = navigator;
  const enough = creditsFor({ batch: size, concurrency: cores ?? hardwareConcurrency });
  const credits = new Credits(enough, { stalledAfterSec: Infinity });
  using forward = compile(batchStatistics(networks, measured));

  async function measureBatch(views: Clips) {
    signal.throwIfAborted();
    return readStatistics(await forward({ states, views }));
  }

  const batches = trainingClips(config, { ...options, credits, tickets }).pipe(
    bufferCount(size),
    withViews({
      pendingWork,
      make: (clips: readonly PlannedClip[]) =>
        viewsOf(clips, config, measured.auxiliary !== undefined),
      compute: measureBatch,
    }),
    // In the order of the batches: sums of floats depend on it.
    concatMap(async (batch, index) => {
      addStatistics(measured, batch);
      await onBatch(index + 1);
    }),
    release(credits, () => size),
  );
  await lastValueFrom(batches).finally(() => pendingWork.settled());
}

/** Waits for the device, reads what it computed for one batch, and frees it. */
function readStatistics(outputs: WithBatchNorm<Parameters>) {
  try {
    return hostValues(outputs);
  } finally {
    disposeTree(outputs);
  }
}

function addStatistics(
  measured: WithBatchNorm<PopulationStatistics>,
  batch: ReturnType<typeof readStatistics>,
): void {
  for (const network of ["primary", "auxiliary"] as const) {
    const statistics = batch[network];
    if (statistics !== undefined) measured[network]?.add(statistics);
  }
}

/** Tickets in which each video comes as often as any other, in its role. */
function populationTickets(
  order: RatioTicketsOptions,
  { size, range }: { readonly size: number; readonly range: BatchRange },
): Iterable<Ticket> {
  const videos = [...order.labeled, ...order.unlabeled];
  // Each worker computes all of them, with the same result.
  const { share: _, ...whole } = order;
  const population = { ...whole, labeled: videos, unlabeled: [], ratio: 0, labeledPerBatch: size };
  const labeled = new Set(order.labeled);
  return {
    *[Symbol.iterator]() {
      for (const ticket of ratioTickets(population, range)) {
        yield { ...ticket, role: labeled.has(ticket.video) ? "labeled" : "unlabeled" };
      }
    },
  };
}

/** Views N and W on the device; of the other clips only those of the auxiliary network, if needed. */
function viewsOf(clips: readonly PlannedClip[], config: Config, dual: boolean): Clips {
  const chosen = clips.map(({ indices: { primary, auxiliary }, ...clip }) => ({
    ...clip,
    indices: dual ? { primary, auxiliary: auxiliary! } : { primary },
  }));
  const plans = clips.map(({ views }) => views.labeled ?? views.weak!);
  return viewsToDevice(chosen, { plans }, pixelOptions(config)).plans;
}

/** The statistics of one batch in every batch norm of the networks that have any. */
function batchStatistics(networks: PerNetwork<Model>, measured: WithBatchNorm<unknown>) {
  return ({ states, views }: Input): WithBatchNorm<Parameters> => {
    const statistics: WithBatchNorm<Parameters> = {};
    for (const network of networksOf(networks)) {
      if (measured[network] === undefined) continue;
      const output = networks[network]!.forward({
        ...states[network]!,
        clips: views[network]!,
        training: true,
        statisticsMomentum: 1,
        // Dropout comes after the last batch norm, so its draws do not matter.
        randomSeed: tf.tensor1d([0, 0], "int32"),
      });
      statistics[network] = Object.fromEntries(
        trainedStatistics(networks[network]!).map((name) => [name, output.statistics[name]!]),
      );
    }
    return statistics;
  };
}

/** Names of a network's statistics, without those of frozen norms. */
function trainedStatistics({ parameters, statistics }: Model): string[] {
  const frozen = new Set(parameters.filter(({ frozen }) => frozen).map(({ name }) => name));
  return statistics.map(({ name }) => name)
    .filter((name) => !frozen.has(name.replace(/\.running_(?:mean|var)$/, ".weight")));
}

/** A copy of a state, with new statistics in the tensors that evaluation reads. */
function replaceStatistics(state: NetworkState, values: Statistics = {}): NetworkState {
  const { parameters, momentum, statistics, ema } = state;
  const weights = { parameters: copy(parameters), momentum: copy(momentum) };
  return ema === undefined
    ? { ...weights, statistics: copy(statistics, values) }
    : { ...weights, statistics: copy(statistics), ema: copy(ema, values) };
}

/** Clones of tensors; those with replacement values become new tensors. */
function copy(tensors: Parameters, replacements: Statistics = {}): Parameters {
  const copies: Record<string, tf.Tensor> = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    const values = replacements[name];
    copies[name] = values === undefined ? tensor.clone() : tf.tensor1d(values);
  }
  return copies;
}
