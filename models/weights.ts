import { tf, uploadFloat32 } from "../runtime/mod.ts";
import type { Model, ModelState, Parameters } from "./model.ts";
import { elementCount, type ParameterSpec } from "./parameter_spec.ts";
import { isResizable, resizeEmbedding } from "./resize_embedding.ts";
import {
  SafetensorsReader,
  type TensorEntry,
  type TensorToWrite,
  writeSafetensors,
} from "./safetensors/mod.ts";

/** A weight file that does not fit the model. */
export class WeightsError extends Error {
  override readonly name = "WeightsError";
  readonly path: string;
  /** One line for each tensor that is missing, unexpected or of another shape or type. */
  readonly problems: readonly string[];

  constructor(path: string, model: string, problems: readonly string[]) {
    super(
      `Cannot load '${path}' into ${model}:\n${problems.map((line) => `  ${line}`).join("\n")}`,
    );
    this.path = path;
    this.problems = problems;
  }
}

/** Counts the batches behind running statistics; unused at a fixed momentum, but PyTorch keeps it. */
const BATCH_COUNT = ".num_batches_tracked";

/**
 * Writes parameters and statistics under their official names in PyTorch's layouts, so that
 * `load_state_dict(safetensors.torch.load_file(path))` takes them. Replaces `path` at once or not at all.
 */
export async function saveWeights(
  path: string,
  model: Model,
  state: ModelState,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const counts = model.statistics.filter(({ name }) => name.endsWith(".running_mean")).map(
    ({ name }): TensorToWrite => ({
      name: name.replace(/\.running_mean$/, BATCH_COUNT),
      dtype: "I64",
      shape: [],
      read: () => new BigInt64Array(1),
    }),
  );
  await writeSafetensors(path, [
    ...tensorsToWrite(model.parameters, state.parameters),
    ...tensorsToWrite(model.statistics, state.statistics),
    ...counts,
  ], { format: "pt", ...metadata });
}

/** Options of {@link loadWeights}. */
export interface LoadWeightsOptions {
  /**
   * Whether embeddings of places and times that are for clips of another size or number of frames are
   * resized, as {@link resizeEmbedding} does it, rather than refused.
   *
   * @default false
   */
  readonly resizeEmbeddings?: boolean;
}

/**
 * Reads what {@link saveWeights} or PyTorch wrote. The tensors are the caller's to dispose. All names may
 * begin with what a wrapper of the network put before them: `model.` in the official TimeSformer
 * checkpoints, `module.` after `DataParallel`.
 *
 * @throws {WeightsError} when tensors are missing, unexpected or of another shape: all in one message
 * @throws {SafetensorsError} when the file breaks the format
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

/**
 * What {@link writeSafetensors} needs to write the tensors of `specs`, each read from the device when
 * its turn comes.
 *
 * @param prefix put before each name
 */
export function tensorsToWrite(
  specs: readonly ParameterSpec[],
  tensors: Parameters,
  prefix = "",
): TensorToWrite[] {
  return specs.map((spec) => ({
    name: prefix + spec.name,
    dtype: "F32",
    shape: officialShape(spec),
    read: async () => {
      const tensor = tensors[spec.name];
      if (tensor === undefined) {
        throw new ReferenceError(`Cannot write weights as tensor '${spec.name}' is missing`);
      }
      return toOfficial(spec, await tensor.data() as Values);
    },
  }));
}

const WRAPPED = /^(?:module\.|model\.)+/;

/** What wrappers put before the names of the model's tensors. */
function prefixOf({ tensors }: SafetensorsReader, { parameters }: Model): string {
  const [prefix = ""] = WRAPPED.exec([...tensors.keys()][0] ?? "") ?? [];
  const isWrapped = parameters.some(({ name }) => tensors.has(prefix + name));
  return isWrapped ? prefix : "";
}

/**
 * Tells, in one error, every tensor of the model that the file lacks or holds in another shape or type,
 * and every tensor that the model does not have.
 */
function checkTensors(
  file: SafetensorsReader,
  model: Model,
  { prefix, resizeEmbeddings }: { readonly prefix: string; readonly resizeEmbeddings: boolean },
): void {
  const specs = [...model.parameters, ...model.statistics];
  const known = new Set(specs.map(({ name }) => prefix + name));
  // The classifier's weight and bias end the official state dicts.
  const classifier = model.parameters.slice(-2);
  const problems = specs.flatMap((spec) => {
    const entry = file.tensors.get(prefix + spec.name);
    if (entry === undefined) return `missing: ${spec.name} [${officialShape(spec)}]`;
    const resized = resizeEmbeddings && spec.rows !== undefined &&
      isResizable(spec.rows, entry.shape, spec.shape);
    return misfitOf(spec, entry, { resized, isClassifier: classifier.includes(spec) }) ?? [];
  });
  for (const name of file.tensors.keys()) {
    if (!name.endsWith(BATCH_COUNT) && !known.has(name)) problems.push(`unexpected: ${name}`);
  }
  if (problems.length > 0) throw new WeightsError(file.path, model.name, problems);
}

/** What is wrong with a file's tensor; undefined where it fits. */
function misfitOf(
  spec: ParameterSpec,
  { shape, dtype }: TensorEntry,
  { resized, isClassifier }: { readonly resized: boolean; readonly isClassifier: boolean },
): string | undefined {
  const wanted = officialShape(spec);
  const { name } = spec;
  if (`${shape}` !== `${wanted}` && !resized) {
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

/**
 * Reads the tensors of `specs` into the device's layouts, embeddings of other clips resized. The tensors
 * are the caller's to dispose; none is left when a read fails.
 *
 * @param file its tensors have the types of the specs, and their shapes but for rows of embeddings
 * @param prefix stands before each name in the file
 */
export async function readTensors(
  file: SafetensorsReader,
  specs: readonly ParameterSpec[],
  prefix = "",
): Promise<Parameters> {
  const tensors: Record<string, tf.Tensor> = {};
  try {
    for (const spec of specs) {
      const read = await file.read(prefix + spec.name) as Values;
      const values = withRows(spec, file.tensors.get(prefix + spec.name)!, read);
      tensors[spec.name] = uploadFloat32(fromOfficial(spec, values), spec.shape);
    }
    return tensors;
  } catch (error) {
    tf.dispose(tensors);
    throw error;
  }
}

type Values = Float32Array<ArrayBuffer>;

/** The values of an embedding with as many rows as its spec says; those of any other tensor. */
function withRows(spec: ParameterSpec, { shape }: TensorEntry, values: Values): Values {
  if (spec.rows === undefined || shape[1] === spec.shape[1]) return values;
  return resizeEmbedding(values, { rows: spec.rows, from: shape[1]!, to: spec.shape[1]! });
}

/** The tensor's shape in a PyTorch state dict. */
export function officialShape({ shape, layout }: ParameterSpec): readonly number[] {
  if (layout === "same") return shape;
  const [input, output] = shape.slice(-2);
  return [output!, input!, ...shape.slice(0, -2)];
}

/** From [...kernel, in, out] to [out, in, ...kernel]. */
function toOfficial({ shape, layout }: ParameterSpec, values: Values) {
  if (layout === "same") return values;
  const [input, output] = shape.slice(-2) as [number, number];
  const kernel = elementCount(shape.slice(0, -2));
  const result = new Float32Array(values.length);
  for (let place = 0, from = 0; place < kernel; place++) {
    for (let i = 0; i < input; i++) {
      for (let o = 0; o < output; o++) result[(o * input + i) * kernel + place] = values[from++]!;
    }
  }
  return result;
}

/** From [out, in, ...kernel] to [...kernel, in, out]. */
function fromOfficial({ shape, layout }: ParameterSpec, values: Values) {
  if (layout === "same") return values;
  const [input, output] = shape.slice(-2) as [number, number];
  const kernel = elementCount(shape.slice(0, -2));
  const result = new Float32Array(values.length);
  for (let place = 0, to = 0; place < kernel; place++) {
    for (let i = 0; i < input; i++) {
      for (let o = 0; o < output; o++) result[to++] = values[(o * input + i) * kernel + place]!;
    }
  }
  return result;
}
