import { tf } from "../../runtime/mod.ts";
import type { Model, ModelState } from "../networks/model.ts";
import { SafetensorsError, SafetensorsReader, type TensorValues } from "../safetensors/mod.ts";
import { matchTensors } from "./_match_tensors.ts";
import { readTensors, type TensorSource } from "./read_tensors.ts";
import { WeightsError } from "./weights_error.ts";

/** Ignored tensors that a note names. */
const NAMES_SHOWN = 3;

/** Options of {@linkcode loadWeights}. */
export interface LoadWeightsOptions {
  /**
   * Whether spatial and temporal embeddings for clips of another size or number of frames are
   * resized by {@linkcode resizeEmbedding} rather than refused.
   *
   * @default false
   */
  readonly resizeEmbeddings?: boolean | undefined;
  /**
   * Called with a line for people about tensors that were not loaded, and about embeddings that
   * were resized.
   *
   * @default does nothing
   */
  readonly notify?: ((line: string) => void) | undefined;
}

/**
 * Loads the weights of a model from a file written by {@linkcode saveWeights} or PyTorch. The
 * tensors are the caller's to dispose.
 *
 * Names may begin with the prefix of any wrapper, such as `model.` in the official TimeSformer
 * checkpoints, `module.` after `DataParallel`, `_orig_mod.` after `torch.compile`, or several. The
 * names of Hugging Face's TimeSformer are translated. Tensors outside of the prefix or in modules
 * that the model does not have are left out. Float64 is rounded to float32.
 *
 * @throws {WeightsError} If tensors are missing, of another shape or type, there more than once, or
 * in the model's modules without being the model's: all in one message.
 * @throws {SafetensorsError} If the file breaks the format, or holds NaN or infinity.
 *
 * @example
 * ```ts
 * import { createModel, loadWeights, NAMED_CONFIGS, saveWeights } from "@actnetformer/deno/models";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const model = createModel({ ...NAMED_CONFIGS.slow_r18, width: 4 });
 * const path = await Deno.makeTempFile({ suffix: ".safetensors" });
 * await saveWeights(path, model, model.initialize(1));
 * const { parameters, statistics } = await loadWeights(path, model);
 * await Deno.remove(path);
 * ```
 */
export async function loadWeights(
  path: string,
  model: Model,
  { resizeEmbeddings = false, notify }: LoadWeightsOptions = {},
): Promise<ModelState> {
  using file = await SafetensorsReader.open(path);
  const { names, ignored, problems } = matchTensors(file.tensors, model, { resizeEmbeddings });
  if (problems.length > 0) throw new WeightsError(path, model.name, problems);
  const source = renamed(file, names);
  if (ignored.length > 0) notify?.(describeIgnored(path, ignored));
  for (const line of describeResized(source, model)) notify?.(`Weights of ${path}: ${line}`);
  const parameters = await readTensors(source, model.parameters);
  try {
    return { parameters, statistics: await readTensors(source, model.statistics) };
  } catch (error) {
    tf.dispose(Object.values(parameters));
    throw error;
  }
}

/** Returns the file's tensors by the model's names; each is checked when it is read. */
function renamed(file: SafetensorsReader, names: ReadonlyMap<string, string>): TensorSource {
  return {
    tensors: new Map(names.entries().map(([name, inFile]) => [name, file.tensors.get(inFile)!])),
    async read(name) {
      const inFile = names.get(name)!;
      const values = await file.read(inFile);
      if (isFiniteInFloat32(values)) return values;
      throw new SafetensorsError(
        file.path,
        `tensor '${inFile}' holds NaN, infinity or more than float32 can hold`,
      );
    },
  };
}

/** A loop rather than `every()`, which takes seconds for the weights of a large network. */
function isFiniteInFloat32(values: TensorValues): boolean {
  for (let index = 0; index < values.length; index++) {
    if (!Number.isFinite(Math.fround(Number(values[index])))) return false;
  }
  return true;
}

function describeIgnored(path: string, ignored: readonly string[]): string {
  const shown = ignored.slice(0, NAMES_SHOWN).join(", ");
  const more = ignored.length > NAMES_SHOWN ? ", …" : "";
  const noun = ignored.length === 1 ? "tensor" : "tensors";
  return `Weights of ${path}: left out ${ignored.length} ${noun} that the model does not have ` +
    `(${shown}${more})`;
}

/** Describes the embeddings that have another number of rows than the model's. */
function describeResized({ tensors }: TensorSource, { parameters }: Model): string[] {
  return parameters.flatMap(({ name, rows, shape }) => {
    const from = tensors.get(name)!.shape[1];
    return rows === undefined || from === shape[1]
      ? []
      : [`${name} is resized from ${from} to ${shape[1]} rows`];
  });
}
