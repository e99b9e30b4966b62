import type { Model, ModelState } from "../networks/model.ts";
import { BATCH_COUNT_SUFFIX } from "../networks/parameter_spec.ts";
import { type TensorToWrite, writeSafetensors } from "../safetensors/mod.ts";
import { tensorsToWrite } from "./tensors_to_write.ts";

/**
 * Saves a model's parameters and statistics under their official names and in PyTorch's layouts, so
 * that `load_state_dict(safetensors.torch.load_file(path))` accepts them. Replaces the file as a
 * whole or not at all.
 *
 * @param metadata Strings to keep in the file's header.
 *
 * @example
 * ```ts
 * import { createModel, NAMED_CONFIGS, saveWeights } from "@actnetformer/deno/models";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const model = createModel({ ...NAMED_CONFIGS.slow_r18, width: 4 });
 * const path = await Deno.makeTempFile({ suffix: ".safetensors" });
 * await saveWeights(path, model, model.initialize(1), { step: "0" });
 * await Deno.remove(path);
 * ```
 */
export async function saveWeights(
  path: string,
  model: Model,
  state: ModelState,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const means = model.statistics.filter(({ name }) => name.endsWith(".running_mean"));
  const batchCounts = means.map(({ name }): TensorToWrite => ({
    name: name.replace(/\.running_mean$/, BATCH_COUNT_SUFFIX),
    dtype: "I64",
    shape: [],
    read: () => new BigInt64Array(1),
  }));
  await writeSafetensors(path, [
    ...tensorsToWrite(model.parameters, state.parameters),
    ...tensorsToWrite(model.statistics, state.statistics),
    ...batchCounts,
  ], { format: "pt", ...metadata });
}
