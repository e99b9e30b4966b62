/**
 * Our side of `deno task bench engine`, in the protocol of bench/peers/pytorch.py: arguments FOLDER and
 * PRECISION, then a line of JSON for each line on standard input, "step" or "memory".
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
  type ClipPair,
  confidenceGate,
  dualForward,
  inPlace,
  mapNetworks,
  mergeLosses,
  type PerNetwork,
  type StepInput,
  trainingStep,
} from "../../operators/mod.ts";
import {
  compile,
  disposeTree,
  type Precision,
  startTensorFlow,
  type TensorTree,
  tf,
} from "../../runtime/mod.ts";
import { device } from "../../runtime/device.ts";
import { type Case, TRAINING, viewsOf } from "./cases.ts";

type Shape5 = [number, number, number, number, number];
/** `mapNetworks()` for work that takes time: one network after the other. */
async function settled<T>(
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
  one: Case,
  models: PerNetwork<Model>,
  optimizer: PerNetwork<Sgd>,
): Promise<StepInput> {
  using file = await SafetensorsReader.open(join(folder, "inputs.safetensors"));
  const read = async (name: string) => {
    const { shape } = file.tensors.get(name)!;
    return tf.tensor<tf.Rank.R5>(await file.read(name) as Float32Array, shape as Shape5);
  };
  const views: Partial<Record<ReturnType<typeof viewsOf>[number], ClipPair>> = {};
  for (const view of viewsOf(one)) {
    views[view] = await settled(models, (network) => read(`${view}.${network}`));
  }
  const labels = tf.tensor1d(await file.read("labels") as Int32Array, "int32");
  const state = await settled(models, async (network, model) => {
    const own = await loadWeights(join(folder, `${network}.safetensors`), model);
    const momentum = optimizer[network]!.initialize(own.parameters);
    return { ...own, momentum };
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
      pseudoLabelWeight: tf.scalar(TRAINING.gamma),
      contrastWeight: tf.scalar(TRAINING.beta),
    },
  };
}

function stepOf(
  one: Case,
  models: PerNetwork<Model>,
  optimizer: PerNetwork<Sgd>,
  precision: Precision,
) {
  const { threshold, temperature, maxGradientNorm } = TRAINING;
  const pipeline = one.networks.auxiliary === undefined
    ? pipe(dualForward(models), mergeLosses())
    : pipe(
      dualForward(models),
      confidenceGate({ threshold }),
      mergeLosses({ contrast: { temperature } }),
    );
  const step = trainingStep({ pipeline, precision, optimizer, maxGradientNorm });
  // As the program trains; steps of two clips would lose more by copying the state than they save.
  return one.networks.auxiliary === undefined ? step : inPlace(step);
}

/** The training step of the case in `folder`, op by op, and what it starts from. The device is open. */
export async function setup(folder: string, precision: Precision) {
  const one: Case = JSON.parse(await Deno.readTextFile(join(folder, "case.json")));
  const models = mapNetworks(one.networks, createModel);
  const { momentum, weightDecay } = TRAINING;
  const optimizer = mapNetworks(
    models,
    ({ parameters }) => sgd({ momentum, weightDecay, isDecayed: decayedBySpec(parameters) }),
  );
  return {
    step: stepOf(one, models, optimizer, precision),
    input: await readInput(folder, one, models, optimizer),
  };
}

async function serve(folder: string, precision: Precision): Promise<void> {
  const { threads } = JSON.parse(await Deno.readTextFile(join(folder, "case.json")));
  await startTensorFlow({ threads });
  const { step: stepOpByOp, input } = await setup(folder, precision);
  const step = compile(stepOpByOp);
  let { state } = input;

  async function takeStep() {
    const started = performance.now();
    const pending = step({ ...input, state });
    // What is done before the first wait is tracing, at the first step, and handing over after that.
    const traced = (performance.now() - started) / 1000;
    const { state: next, ...metrics } = await pending;
    const loss = metrics.result.loss.dataSync()[0];
    const seconds = (performance.now() - started) / 1000;
    disposeTree(state as unknown as TensorTree);
    disposeTree(metrics as unknown as TensorTree);
    state = next;
    return { seconds, loss, traced };
  }

  console.log(JSON.stringify({ version: `TensorFlow ${device().library.version}` }));
  for await (const request of createInterface({ input: process.stdin })) {
    console.log(
      JSON.stringify(
        request === "step" ? await takeStep() : { bytes: process.resourceUsage().maxRSS * 1024 },
      ),
    );
  }
}

if (import.meta.main) await serve(Deno.args[0]!, Deno.args[1] as Precision);
