import { join } from "node:path";
import { createModel, loadWeights, type Model, SafetensorsReader } from "../../models/mod.ts";
import {
  compile,
  disposeTree,
  mixedPrecision,
  tf,
  tidyTree,
  uploadFloat32,
} from "../../runtime/mod.ts";
import { softmaxCrossEntropy } from "../../runtime/ops/mod.ts";
import { stepFlop } from "../limit/step_flop.ts";
import { profileStep } from "../profile/profile_step.ts";
import type { MeasuredPass } from "./measured_pass.ts";
import { readCase } from "./prepare_case.ts";
import type { StepMode } from "./prepare_step.ts";

/**
 * Returns the answers of a case's primary network, as tests and predictions take them, with the
 * loss that shows whether they are right.
 */
export async function inferencePass(folder: string, mode: StepMode): Promise<MeasuredPass> {
  const { networks } = await readCase(folder);
  const model = createModel(networks.primary);
  const input = await readInput(folder, model);
  const answer = ({ labels, ...forward }: typeof input) =>
    tidyTree(() => {
      const { logits } = model.forward({ ...forward, training: false });
      return { loss: softmaxCrossEntropy(logits, labels, tf.fill([labels.size], 1 / labels.size)) };
    });
  const pass = mode.precision === "bf16" ? mixedPrecision(answer) : answer;
  const compiled = compile(pass, { xla: mode.xla });
  return {
    async take() {
      const outputs = await compiled(input);
      const [loss] = outputs.loss.dataSync();
      return { loss: loss!, free: () => disposeTree(outputs) };
    },
    flop: () => stepFlop(answer, input),
    profile: () => profileStep(() => pass, input),
  };
}

async function readInput(folder: string, model: Model) {
  using file = await SafetensorsReader.open(join(folder, "inputs.safetensors"));
  const clips = "labeled.primary";
  const { parameters, statistics } = await loadWeights(join(folder, "primary.safetensors"), model);
  const values = await file.read(clips) as Float32Array<ArrayBuffer>;
  return {
    parameters,
    statistics,
    clips: uploadFloat32<tf.Rank.R5>(values, file.tensors.get(clips)!.shape),
    labels: tf.tensor1d(await file.read("labels") as Int32Array, "int32"),
  };
}
