import { tf } from "../../runtime/mod.ts";
import type { Model, ModelState } from "../networks/model.ts";
import { officialShape } from "./official_layout.ts";
import { BATCH_COUNT_SUFFIX, type ParameterSpec } from "../networks/parameter_spec.ts";
import { readTensors } from "./read_tensors.ts";
import { isResizable } from "./resize_embedding.ts";
import { SafetensorsReader, type TensorEntry } from "../safetensors/mod.ts";
import { WeightsError } from "./weights_error.ts";

/** Options of {@linkcode loadWeights}. */
export interface LoadWeightsOptions {
  /**
   * Whether spatial and temporal embeddings for clips of another size or number of frames are
   * resized by {@linkcode resizeEmbedding} rather than refused.
   *
   * @default false
   */
  readonly resizeEmbeddings?: boolean | undefined;
}

/**
 * Loads the weights of a model from a file written by {@linkcode saveWeights} or PyTorch. The
 * tensors are the caller's to dispose. All names may begin with the prefix of a wrapper: `model.`
 * in the official TimeSformer checkpoints, `module.` after `DataParallel`.
 *
 * @throws {WeightsError} If tensors are missing, unexpected or of another shape: all in one
 * message.
 * @throws {SafetensorsError} If the file breaks the format.
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
  { resizeEmbeddings = false }: LoadWeightsOptions = {},
): Promise<ModelState> {
  using file = await SafetensorsReader.open(path);
  const prefix = prefixOf(file, model);
  checkTensors(file, model, { prefix, resizeEmbeddings });
  const parameters = await readTensors(file, model.parameters, prefix);
  try {
    return { parameters, statistics: await readTensors(file, model.statistics, prefix) };
  } catch (error) {
    tf.dispose(Object.values(parameters));
    throw error;
  }
}

const WRAPPER_PREFIX = /^(?:module\.|model\.)+/;

/**
 * Returns what a wrapper of the network put before the names of its tensors; "" if there was none.
 */
function prefixOf({ tensors }: SafetensorsReader, { parameters }: Model): string {
  const [firstName = ""] = tensors.keys();
  const [prefix = ""] = WRAPPER_PREFIX.exec(firstName) ?? [];
  const isWrapped = parameters.some(({ name }) => tensors.has(prefix + name));
  return isWrapped ? prefix : "";
}

/**
 * Options of {@linkcode checkTensors}: how the tensors of a file may differ from those of the
 * model.
 */
interface CheckOptions {
  readonly prefix: string;
  readonly resizeEmbeddings: boolean;
}

/**
 * Reports, in one error, every tensor of the model that the file lacks or holds in another shape or
 * type, and every tensor that the model does not have.
 */
function checkTensors(file: SafetensorsReader, model: Model, options: CheckOptions): void {
  const { prefix, resizeEmbeddings } = options;
  const specs = [...model.parameters, ...model.statistics];
  const known = new Set(specs.map(({ name }) => prefix + name));
  // The classifier's weight and bias are last in the official state dicts.
  const classifier = model.parameters.slice(-2);
  const problems = specs.flatMap((spec) => {
    const entry = file.tensors.get(prefix + spec.name);
    if (entry === undefined) return `missing: ${spec.name} [${officialShape(spec)}]`;
    const isResized = resizeEmbeddings && spec.rows !== undefined &&
      isResizable(spec.rows, entry.shape, spec.shape);
    const isClassifier = classifier.includes(spec);
    return misfitOf(spec, entry, { isResized, isClassifier }) ?? [];
  });
  for (const name of file.tensors.keys()) {
    if (!name.endsWith(BATCH_COUNT_SUFFIX) && !known.has(name)) {
      problems.push(`unexpected: ${name}`);
    }
  }
  if (problems.length > 0) throw new WeightsError(file.path, model.name, problems);
}

/** What decides how a misfit of a tensor is described. */
interface TensorRole {
  readonly isResized: boolean;
  readonly isClassifier: boolean;
}

/** Returns what is wrong with a file's tensor; undefined if it fits. */
function misfitOf(
  spec: ParameterSpec,
  { shape, dtype }: TensorEntry,
  { isResized, isClassifier }: TensorRole,
): string | undefined {
  const wanted = officialShape(spec);
  const { name } = spec;
  if (`${shape}` !== `${wanted}` && !isResized) {
    const [classes, ...inputs] = shape;
    const [wantedClasses, ...wantedInputs] = wanted;
    if (isClassifier && `${inputs}` === `${wantedInputs}`) {
      return `other classes: ${name} [${shape}] is for ${classes}, the model for ${wantedClasses}`;
    }
    return `other shape: ${name} is [${shape}], must be [${wanted}]`;
  }
  if (["F32", "F16", "BF16"].includes(dtype)) return undefined;
  return `other type: ${name} is ${dtype}, must be F32, F16 or BF16`;
}
