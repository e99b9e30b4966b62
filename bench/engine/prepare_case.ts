import { join } from "node:path";
import {
  createModel,
  type Model,
  type ModelState,
  type ParameterSpec,
  saveWeights,
  type TensorToWrite,
  writeSafetensors,
} from "../../models/mod.ts";
import { drawsFor } from "../../operators/mod.ts";
import { disposeTree, tf } from "../../runtime/mod.ts";
import { type EngineCase, networksOf, TRAINING, viewsOf } from "./cases.ts";
import { makeTestVideos } from "./test_videos.ts";

const SEED = 1;

/** What both engines compute with. */
export interface EngineSetting {
  /** Threads of each engine. */
  readonly threads: number;
  readonly device: "cpu" | "gpu";
}

/**
 * Writes into `folder` what both engines start from: case.json, the clips and labels, the videos
 * that are tested, and the weights under their official names. TensorFlow must have been started.
 */
export async function prepareCase(
  folder: string,
  engineCase: EngineCase,
  { threads, device }: EngineSetting,
): Promise<void> {
  await Deno.writeTextFile(
    join(folder, "case.json"),
    JSON.stringify({ ...engineCase, ...TRAINING, views: viewsOf(engineCase), threads, device }),
  );
  await writeSafetensors(join(folder, "inputs.safetensors"), inputsOf(engineCase));
  if (engineCase.pass === "evaluation") await makeTestVideos(folder, engineCase);
  for (const { network, config } of networksOf(engineCase)) {
    const model = createModel(config);
    const state = withoutZeroWeights(model, model.initialize(SEED));
    await saveWeights(join(folder, `${network}.safetensors`), model, state);
    disposeTree(state);
  }
}

/** Reads the case that {@linkcode prepareCase} has written into `folder`. */
export async function readCase(folder: string): Promise<EngineCase & EngineSetting> {
  return JSON.parse(await Deno.readTextFile(join(folder, "case.json")));
}

/** Random clips of each view and network, and the labels. */
function inputsOf(engineCase: EngineCase): TensorToWrite[] {
  const { labeled, unlabeled, size } = engineCase;
  const draws = drawsFor({ seed: SEED, phase: 0, epoch: 0, video: "bench", view: "inputs" });
  const clips = viewsOf(engineCase).flatMap((view) =>
    networksOf(engineCase).map(({ network, frames }): TensorToWrite => {
      const videos = view === "labeled" ? labeled : unlabeled;
      const shape = [videos, frames, size, size, 3];
      const length = shape.reduce((product, extent) => product * extent, 1);
      return {
        name: `${view}.${network}`,
        dtype: "F32",
        shape,
        read: () => Float32Array.from({ length }, () => draws.uniform(-2, 2)),
      };
    })
  );
  const labels: TensorToWrite = {
    name: "labels",
    dtype: "I32",
    shape: [labeled],
    read: () => Int32Array.from({ length: labeled }, (_, index) => index),
  };
  return [...clips, labels];
}

/** Replaces weights that start at zero, so that every path has a gradient. */
function withoutZeroWeights(model: Model, state: ModelState): ModelState {
  const parameters = { ...state.parameters };
  for (const spec of model.parameters) {
    const { name, initial } = spec;
    if (!isZeroWeight(spec)) continue;
    const zeros = parameters[name]!;
    parameters[name] = initial.kind === "constant"
      ? tf.fill(zeros.shape, 0.5)
      : tf.randomNormal(zeros.shape, 0, 0.02, "float32", SEED);
    zeros.dispose();
  }
  return { ...state, parameters };
}

function isZeroWeight({ name, initial }: ParameterSpec): boolean {
  if (initial.kind === "normal") return initial.std === 0;
  return initial.kind === "constant" && initial.value === 0 && name.endsWith("weight");
}
