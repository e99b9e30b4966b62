import { join } from "node:path";
import { type OperatorFunction, pipe } from "rxjs";
import {
  createModel,
  decayedBySpec,
  loadWeights,
  type Model,
  SafetensorsReader,
  type Sgd,
  sgd,
} from "../../models/mod.ts";
import {
  amongWorkers,
  type Clips,
  confidenceGate,
  dualForward,
  type GradientExchange,
  inPlace,
  mapNetworks,
  type Merged,
  mergeLosses,
  type PerNetwork,
  type StepInput,
  trainingStep,
  type TrainingStepOptions,
} from "../../operators/mod.ts";
import type { Workers } from "../../runtime/collectives/mod.ts";
import { type Precision, tf, uploadFloat32 } from "../../runtime/mod.ts";
import { type EngineCase, TRAINING, viewsOf } from "./cases.ts";
import { readCase } from "./prepare_case.ts";

/** `mapNetworks()` for asynchronous work: one network after the other. */
async function mapNetworksInTurn<T>(
  models: PerNetwork<Model>,
  make: (network: keyof PerNetwork<Model>, model: Model) => Promise<T>,
): Promise<PerNetwork<T>> {
  const primary = await make("primary", models.primary);
  return models.auxiliary === undefined
    ? { primary }
    : { primary, auxiliary: await make("auxiliary", models.auxiliary) };
}

async function readInput(
  folder: string,
  { engineCase, models, optimizer, division = WHOLE }: CaseParts,
): Promise<StepInput> {
  using file = await SafetensorsReader.open(join(folder, "inputs.safetensors"));
  const read = async (name: string) => {
    const { shape: [videos, ...extents] } = file.tensors.get(name)!;
    const own = partOf(await file.read(name) as Float32Array<ArrayBuffer>, division);
    return uploadFloat32<tf.Rank.R5>(own, [videos! / division.size, ...extents]);
  };
  const views: Partial<Record<ReturnType<typeof viewsOf>[number], Clips>> = {};
  for (const view of viewsOf(engineCase)) {
    views[view] = await mapNetworksInTurn(models, (network) => read(`${view}.${network}`));
  }
  const labels = tf.tensor1d(partOf(await file.read("labels") as Int32Array, division), "int32");
  const state = await mapNetworksInTurn(models, async (network, model) => {
    const path = join(folder, `${network}.safetensors`);
    const { parameters, statistics } = await loadWeights(path, model);
    return { parameters, statistics, momentum: optimizer[network]!.initialize(parameters) };
  });
  return {
    state,
    batch: {
      ...views,
      labeled: views.labeled!,
      labels,
      randomSeed: tf.tensor1d([1, 2], "int32"),
    },
    schedule: {
      learningRate: mapNetworks(models, () => tf.scalar(TRAINING.learningRate)),
      weights: { pseudoLabel: tf.scalar(TRAINING.gamma), contrast: tf.scalar(TRAINING.beta) },
    },
  };
}

/** How the step is computed. */
export interface StepMode {
  readonly precision: Precision;
  /** Whether XLA compiles the whole step. */
  readonly xla: boolean;
  /**
   * The workers that divide the case's videos among them, and how they send gradients.
   *
   * @default this process takes the whole step
   */
  readonly division?: StepDivision | undefined;
}

/** A part of a case's step. */
interface StepDivision {
  /** Number of parts. */
  readonly size: number;
  /** Number of this part, from 0. */
  readonly task: number;
  /** The workers of all parts; undefined if each part is a step of its own. */
  readonly workers?: Workers | undefined;
  readonly gradientExchange?: GradientExchange | undefined;
}

const WHOLE: StepDivision = { size: 1, task: 0 };

/** The values of a part's videos: equally many of each tensor, in the order of the parts. */
function partOf<Values extends Float32Array | Int32Array>(
  values: Values,
  { size, task }: StepDivision,
): Values {
  const length = values.length / size;
  return values.slice(task * length, (task + 1) * length) as Values;
}

/** The parts that both the step and its input need. */
interface CaseParts {
  readonly engineCase: EngineCase;
  readonly models: PerNetwork<Model>;
  readonly optimizer: PerNetwork<Sgd>;
  readonly division?: StepDivision | undefined;
}

/** Returns the options of the case's training step. */
function stepOptions(
  { engineCase, models, optimizer, division }: CaseParts,
  precision: Precision,
): TrainingStepOptions<Merged> {
  const { threshold, temperature, maxGradientNorm } = TRAINING;
  const own: OperatorFunction<StepInput, Merged> = isPair(engineCase)
    ? pipe(
      dualForward(models),
      confidenceGate({ threshold }),
      mergeLosses({ contrast: { temperature } }),
    )
    : pipe(dualForward(models), mergeLosses());
  const { workers, gradientExchange } = division ?? WHOLE;
  const pipeline = workers === undefined ? own : pipe(amongWorkers({ workers }), own);
  return { pipeline, precision, optimizer, maxGradientNorm, workers, gradientExchange };
}

function isPair({ networks }: EngineCase): boolean {
  return networks.auxiliary !== undefined;
}

/** Returns the training step of the case in `folder`, not compiled, and its first input. */
export async function prepareStep(folder: string, mode: StepMode) {
  const engineCase = await readCase(folder);
  const models = mapNetworks(engineCase.networks, createModel);
  const { momentum, weightDecay } = TRAINING;
  const optimizer = mapNetworks(
    models,
    ({ parameters }) => sgd({ momentum, weightDecay, isDecayed: decayedBySpec(parameters) }),
  );
  const parts = { engineCase, models, optimizer, division: mode.division };
  const options = stepOptions(parts, mode.precision);
  const step = trainingStep(options);
  return {
    options,
    // In place as in training, except for the steps of two clips, where it would cost more than it
    // saves, and for XLA, which cannot.
    step: isPair(engineCase) && !mode.xla ? inPlace(step) : step,
    // To be counted.
    plainStep: trainingStep(stepOptions(parts, "float32")),
    input: await readInput(folder, parts),
  };
}
