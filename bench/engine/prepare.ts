import { join } from "node:path";
import {
  createModel,
  type Model,
  type ModelState,
  saveWeights,
  type TensorToWrite,
  writeSafetensors,
} from "../../models/mod.ts";
import { drawsFor } from "../../operators/mod.ts";
import { disposeTree, tf } from "../../runtime/mod.ts";
import { type Case, TRAINING, viewsOf } from "./cases.ts";

const SEED = 1;

/**
 * Writes what both engines start from into `folder`: case.json, the clips and labels, and the weights
 * under their official names. The device must be open.
 */
export async function prepareCase(folder: string, one: Case, threads: number): Promise<void> {
  const views = viewsOf(one);
  await Deno.writeTextFile(
    join(folder, "case.json"),
    JSON.stringify({ ...one, ...TRAINING, views, threads }),
  );
  const networks = Object.entries(one.networks);
  const draws = drawsFor({ seed: SEED, epoch: 0, video: "bench", view: "inputs" });
  const clips = views.flatMap((view) =>
    networks.map(([network]): TensorToWrite => {
      const videos = view === "labeled" ? one.labeled : one.unlabeled;
      const frames = one.frames[network as keyof Case["frames"]]!;
      const shape = [videos, frames, one.size, one.size, 3];
      const count = shape.reduce((product, extent) => product * extent, 1);
      return {
        name: `${view}.${network}`,
        dtype: "F32",
        shape,
        read: () => Float32Array.from({ length: count }, () => draws.uniform(-2, 2)),
      };
    })
  );
  const labels = Int32Array.from({ length: one.labeled }, (_, index) => index);
  await writeSafetensors(join(folder, "inputs.safetensors"), [
    ...clips,
    { name: "labels", dtype: "I32", shape: [one.labeled], read: () => labels },
  ]);
  for (const [network, config] of networks) {
    const model = createModel(config);
    const state = awake(model, model.initialize(SEED));
    await saveWeights(join(folder, `${network}.safetensors`), model, state);
    disposeTree(state);
  }
}

/** With the weights that start at zero set, so that every path of the network carries a gradient. */
function awake(model: Model, state: ModelState): ModelState {
  const parameters = { ...state.parameters };
  for (const { name, initial } of model.parameters) {
    const still = (initial.kind === "constant" && initial.value === 0 && name.endsWith("weight")) ||
      (initial.kind === "normal" && initial.std === 0);
    if (!still) continue;
    const before = parameters[name]!;
    parameters[name] = initial.kind === "constant"
      ? tf.fill(before.shape, 0.5)
      : tf.randomNormal(before.shape, 0, 0.02, "float32", SEED);
    before.dispose();
  }
  return { ...state, parameters };
}
