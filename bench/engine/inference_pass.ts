import { join } from "node:path";
import { from, lastValueFrom, reduce } from "rxjs";
import { createModel, loadWeights, type Model, SafetensorsReader } from "../../models/mod.ts";
import { PendingWork } from "../../operators/mod.ts";
import { withViews } from "../../pipeline/videos/with_views.ts";
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

/** Views of a clip in a test. */
const CROPS = 3;

/**
 * Returns the answers of a case's primary network, as tests and predictions take them, by clips, two
 * of them at a time; with the loss that shows whether they are right.
 */
export async function inferencePass(folder: string, mode: StepMode): Promise<MeasuredPass> {
  const { networks } = await readCase(folder);
  const model = createModel(networks.primary);
  const inputs = await readInputs(folder, model);
  const answer = ({ labels, ...forward }: typeof inputs[number]) =>
    tidyTree(() => {
      const { logits } = model.forward({ ...forward, training: false });
      return { loss: softmaxCrossEntropy(logits, labels, tf.fill([labels.size], 1 / labels.size)) };
    });
  const pass = mode.precision === "bf16" ? mixedPrecision(answer) : answer;
  const compiled = compile(pass, { xla: mode.xla });
  const pendingWork = new PendingWork();
  const losses = from(inputs).pipe(
    withViews({
      pendingWork,
      make: () => [],
      compute: async (_, input) => {
        const outputs = await compiled(input);
        const [loss] = outputs.loss.dataSync();
        disposeTree(outputs);
        return loss!;
      },
    }),
    reduce((sum, loss) => sum + loss / inputs.length, 0),
  );
  return {
    take: async () => ({ loss: await lastValueFrom(losses), free: () => {} }),
    flop: () => inputs.length * stepFlop(answer, inputs[0]!),
    profile: () => profileStep(() => pass, inputs[0]!),
  };
}

async function readInputs(folder: string, model: Model) {
  using file = await SafetensorsReader.open(join(folder, "inputs.safetensors"));
  const clips = "labeled.primary";
  const { parameters, statistics } = await loadWeights(join(folder, "primary.safetensors"), model);
  const values = await file.read(clips) as Float32Array<ArrayBuffer>;
  const clipsOfAll = uploadFloat32<tf.Rank.R5>(values, file.tensors.get(clips)!.shape);
  const labels = tf.tensor1d(await file.read("labels") as Int32Array, "int32");
  const count = labels.size / CROPS;
  const labelsOfParts = tf.split<tf.Tensor1D>(labels, count);
  const inputs = tf.split<tf.Tensor5D>(clipsOfAll, count).map((clips, part) => {
    return { parameters, statistics, clips, labels: labelsOfParts[part]! };
  });
  disposeTree([clipsOfAll, labels]);
  return inputs;
}
