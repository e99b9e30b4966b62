import { tf } from "../../runtime/mod.ts";
import { initialize } from "../networks/initialize.ts";
import type { Model, ModelState, Parameters } from "../networks/model.ts";
import type { ParameterSpec } from "../networks/parameter_spec.ts";
import { type TensorFile, TensorFileError, type TensorValues } from "../safetensors/mod.ts";
import { describeNetwork } from "./describe_network.ts";
import { readFileFacts } from "./_file_facts.ts";
import { matchTensors, type TensorMatch } from "./_match_tensors.ts";
import { reportLoad } from "./_report_load.ts";
import type { LoadReport } from "./load_report.ts";
import { openWeights } from "./open_weights.ts";
import { readTensors, type TensorSource } from "./read_tensors.ts";
import { recognizeNetwork } from "./recognize_network.ts";
import { UnknownNetworkError } from "./unknown_network_error.ts";
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
  /**
   * Names of the classes that the model is for, in the classifier's order. If given, the file's
   * classifier is loaded only if the file says that it is for the same classes, and starts new
   * otherwise. If omitted, the file's classifier must fit the model.
   */
  readonly classNames?: readonly string[] | undefined;
  /**
   * Seed of the values that start new.
   *
   * @default 0
   */
  readonly seed?: number | undefined;
}

/** What {@linkcode loadWeights} returns. */
export interface LoadedWeights extends ModelState {
  /** What was loaded, what starts new and what was left out. */
  readonly report: LoadReport;
}

/**
 * Loads the weights of a model from any file that {@linkcode openWeights} opens. The tensors are
 * the caller's to dispose.
 *
 * Names may begin with the prefix of any wrapper, such as `model.` in the official TimeSformer
 * checkpoints, `module.` after `DataParallel`, `_orig_mod.` after `torch.compile`, or several; names
 * of the libraries that {@linkcode recognizeNetwork} knows are translated. Tensors outside of the
 * prefix or in modules that the model does not have are left out. Float64 is rounded to float32.
 *
 * Of a ResNet for images, kernels are repeated over time and divided by their number of frames; of a
 * ViT, temporal attention starts as a copy of spatial attention, and what follows it at zero, as in
 * TimeSformer's own code (`load_pretrained` in helpers.py).
 *
 * @param source Path of the file, or an open file, which stays the caller's.
 * @throws {WeightsError} If tensors are missing, of another shape or type, there more than once, or
 * in the model's modules without being the model's: all in one message.
 * @throws {TensorFileError} If the file cannot be read, or holds NaN or infinity.
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
  source: string | TensorFile,
  model: Model,
  options: LoadWeightsOptions = {},
): Promise<LoadedWeights> {
  if (typeof source !== "string") return await loadFrom(source, model, options);
  using file = await openWeights(source);
  return await loadFrom(file, model, options);
}

async function loadFrom(
  file: TensorFile,
  model: Model,
  { resizeEmbeddings = false, classNames, seed = 0 }: LoadWeightsOptions,
): Promise<LoadedWeights> {
  const freshClassifier = classNames !== undefined &&
    !await isClassifierFor(file, model, classNames);
  const match = matchTensors(file, model, { resizeEmbeddings, freshClassifier });
  if (match.problems.length > 0) {
    throw new WeightsError(
      file.path,
      model.name,
      match.problems,
      await describeDifference(file, model),
    );
  }
  const source = renamed(file, match.names);
  const parameters = await readOrStart(source, { match, specs: model.parameters, seed });
  try {
    const statistics = await readOrStart(source, { match, specs: model.statistics, seed });
    return { parameters, statistics, report: reportLoad(file, model, match) };
  } catch (error) {
    tf.dispose(Object.values(parameters));
    throw error;
  }
}

/** Whether the file says that its classifier is for the same classes as the model's. */
async function isClassifierFor(
  file: TensorFile,
  model: Model,
  classNames: readonly string[],
): Promise<boolean> {
  const { source, classifierShape } = matchTensors(file, model, {
    resizeEmbeddings: true,
    freshClassifier: true,
  });
  const inFile = (await readFileFacts(file, source)).classNames;
  return classifierShape?.[0] === classNames.length &&
    inFile?.length === classNames.length &&
    inFile.every((name, index) => name === classNames[index]);
}

/** Returns what the file's network is and what the model is, if both have a name of their own. */
async function describeDifference(file: TensorFile, model: Model): Promise<string | undefined> {
  const wanted = describeNetwork(model.config);
  try {
    const { title } = await recognizeNetwork(file);
    return title === wanted ? undefined : `it holds a ${title}, the model is a ${wanted}`;
  } catch (error) {
    if (error instanceof UnknownNetworkError) return undefined;
    throw error;
  }
}

/** Reads what is in the file, and draws what is not. */
async function readOrStart(
  source: TensorSource,
  { match, specs, seed }: {
    readonly match: TensorMatch;
    readonly specs: readonly ParameterSpec[];
    readonly seed: number;
  },
): Promise<Parameters> {
  const isFresh = (spec: ParameterSpec) => match.fresh.includes(spec);
  const read = await readTensors(source, specs.filter((spec) => !isFresh(spec)));
  const fresh = initialize(specs.filter(isFresh).map((spec) => startingAtZero(spec, match)), seed);
  const all = { ...read, ...fresh };
  return Object.fromEntries(specs.map(({ name }) => [name, all[name]!]));
}

/**
 * Returns the spec of a tensor that an image network does not have with zeros as initial values,
 * so that the network is at first the image network on each frame.
 */
function startingAtZero(spec: ParameterSpec, { fromImages }: TensorMatch): ParameterSpec {
  const isTemporal = fromImages && /^time_embed$|\.temporal_fc\./.test(spec.name);
  return isTemporal ? { ...spec, initial: { kind: "constant", value: 0 } } : spec;
}

/** Returns the file's tensors by the model's names; each is checked when it is read. */
function renamed(file: TensorFile, names: ReadonlyMap<string, string>): TensorSource {
  return {
    tensors: new Map(names.entries().map(([name, inFile]) => [name, file.tensors.get(inFile)!])),
    async read(name) {
      const inFile = names.get(name)!;
      const values = await file.read(inFile);
      if (isFiniteInFloat32(values)) return values;
      throw new TensorFileError(
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
