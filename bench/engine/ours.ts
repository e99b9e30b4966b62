/**
 * Our side of `deno task bench engine`, in the protocol of bench/peers/pytorch.py: arguments FOLDER,
 * PRECISION and MODE ("ops", or "xla" to compile the whole step with XLA), then a line of JSON for
 * each line on standard input, "step", "memory", "cost" or "profile".
 *
 * @module
 */
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { pipe } from "rxjs";
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
  type Clips,
  confidenceGate,
  dualForward,
  inPlace,
  mapNetworks,
  type Merged,
  mergeLosses,
  type PerNetwork,
  type StepInput,
  trainingStep,
  type TrainingStepOptions,
} from "../../operators/mod.ts";
import {
  compile,
  disposeTree,
  type Precision,
  startTensorFlow,
  tf,
  uploadFloat32,
} from "../../runtime/mod.ts";
import { device } from "../../runtime/device.ts";
import { measurePeak } from "../limit/measure_peak.ts";
import { stepFlop } from "../limit/step_flop.ts";
import { profileStep } from "../profile/profile_step.ts";
import { type EngineCase, TRAINING, viewsOf } from "./cases.ts";
import type { StepCost } from "./contender.ts";

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
  { engineCase, models, optimizer }: CaseParts,
): Promise<StepInput> {
  using file = await SafetensorsReader.open(join(folder, "inputs.safetensors"));
  const read = async (name: string) => {
    const { shape } = file.tensors.get(name)!;
    return uploadFloat32<tf.Rank.R5>(await file.read(name) as Float32Array<ArrayBuffer>, shape);
  };
  const views: Partial<Record<ReturnType<typeof viewsOf>[number], Clips>> = {};
  for (const view of viewsOf(engineCase)) {
    views[view] = await mapNetworksInTurn(models, (network) => read(`${view}.${network}`));
  }
  const labels = tf.tensor1d(await file.read("labels") as Int32Array, "int32");
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
interface StepMode {
  readonly precision: Precision;
  /** Whether XLA compiles the whole step. */
  readonly xla: boolean;
}

/** The parts that both the step and its input need. */
interface CaseParts {
  readonly engineCase: EngineCase;
  readonly models: PerNetwork<Model>;
  readonly optimizer: PerNetwork<Sgd>;
}

/** Returns the options of the case's training step. */
function stepOptions(
  { engineCase, models, optimizer }: CaseParts,
  precision: Precision,
): TrainingStepOptions<Merged> {
  const { threshold, temperature, maxGradientNorm } = TRAINING;
  const pipeline = isPair(engineCase)
    ? pipe(
      dualForward(models),
      confidenceGate({ threshold }),
      mergeLosses({ contrast: { temperature } }),
    )
    : pipe(dualForward(models), mergeLosses());
  return { pipeline, precision, optimizer, maxGradientNorm };
}

function isPair({ networks }: EngineCase): boolean {
  return networks.auxiliary !== undefined;
}

/** Returns the training step of the case in `folder`, not compiled, and its first input. */
async function prepareStep(folder: string, mode: StepMode) {
  const engineCase: EngineCase = JSON.parse(await Deno.readTextFile(join(folder, "case.json")));
  const models = mapNetworks(engineCase.networks, createModel);
  const { momentum, weightDecay } = TRAINING;
  const optimizer = mapNetworks(
    models,
    ({ parameters }) => sgd({ momentum, weightDecay, isDecayed: decayedBySpec(parameters) }),
  );
  const parts = { engineCase, models, optimizer };
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

/** Answers each request on standard input with a line of JSON. */
async function serve(folder: string, mode: StepMode): Promise<void> {
  const { threads, device: kind } = JSON.parse(await Deno.readTextFile(join(folder, "case.json")));
  await startTensorFlow({ threads, device: kind });
  const prepared = await prepareStep(folder, mode);
  const step = compile(prepared.step, { xla: mode.xla });
  let { state } = prepared.input;

  async function takeStep() {
    const startedAt = performance.now();
    const pending = step({ ...prepared.input, state });
    // The first call traces before it waits; later calls only pass the step to the device.
    const traced = secondsSince(startedAt);
    const { state: next, ...metrics } = await pending;
    const loss = metrics.result.loss.dataSync()[0];
    const seconds = secondsSince(startedAt);
    disposeTree(state);
    disposeTree(metrics);
    state = next;
    return { seconds, loss, traced };
  }

  /** What a step computes, and how fast this device computes such things at best. */
  async function costOf(): Promise<StepCost> {
    const flop = stepFlop(prepared.plainStep, { ...prepared.input, state });
    return { flop, peakFlopPerSecond: await measurePeak(mode.precision) };
  }

  writeAnswer({ version: `TensorFlow ${device().library.version}` });
  for await (const request of createInterface({ input: process.stdin })) {
    if (request === "step") writeAnswer(await takeStep());
    else if (request === "cost") writeAnswer(await costOf());
    else if (request === "profile") {
      writeAnswer(profileStep(prepared.options, { ...prepared.input, state }));
    } else writeAnswer({ bytes: device().kind === "gpu" ? gpuMemory() : peakResidentMemory() });
  }
}

function peakResidentMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** Returns the bytes of the GPU's memory that this process has reserved. */
function gpuMemory(): number {
  const { stdout } = new Deno.Command("nvidia-smi", {
    args: ["--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits"],
  }).outputSync();
  const lines = new TextDecoder().decode(stdout).split("\n").map((line) => line.split(","));
  const line = lines.find(([pid]) => Number(pid) === Deno.pid);
  if (line === undefined) {
    throw new Error(`Cannot measure the GPU's memory as nvidia-smi must list process ${Deno.pid}`);
  }
  return Number(line[1]) * 2 ** 20;
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

function writeAnswer(answer: unknown): void {
  console.log(JSON.stringify(answer));
}

if (import.meta.main) {
  const [folder, precision, mode] = Deno.args as [string, Precision, string];
  await serve(folder, { precision, xla: mode === "xla" });
}
