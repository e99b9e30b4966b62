import { classifierOf } from "../networks/_classifier.ts";
import type { Model } from "../networks/model.ts";
import { isOfProjection } from "../networks/is_of_projection.ts";
import { BATCH_COUNT_SUFFIX, type ParameterSpec } from "../networks/parameter_spec.ts";
import type { TensorFile, TensorInfo } from "../safetensors/mod.ts";
import { isInflatable } from "./_inflate.ts";
import { officialNames } from "./_official_names.ts";
import { officialShape } from "./official_layout.ts";
import type { WeightSource } from "./recognized_network.ts";
import { isResizable } from "./resize_embedding.ts";
import type { WeightsProblem } from "./weights_problem.ts";

/** Element types that are read as weights. */
const FLOAT_TYPES: readonly string[] = ["F64", "F32", "F16", "BF16"];

/** Which tensor of a file is which of the model. */
export interface TensorMatch {
  /** Who named the file's tensors. */
  readonly source: WeightSource;
  /** Whether the file holds a network for images. */
  readonly fromImages: boolean;
  /** Name in the file by name in the model. */
  readonly names: ReadonlyMap<string, string>;
  /** Tensors of the model that start with new values. */
  readonly fresh: readonly ParameterSpec[];
  /** Shape of the weight of the file's classifier; undefined if it has none. */
  readonly classifierShape: readonly number[] | undefined;
  /** Tensors of the file that the model does not have and that say nothing about its weights. */
  readonly ignored: readonly string[];
  /** Why the file must not be loaded; empty if it fits. */
  readonly problems: readonly WeightsProblem[];
}

/** Options of {@linkcode matchTensors}. */
export interface MatchOptions {
  /** Whether embeddings for other clips fit. */
  readonly resizeEmbeddings: boolean;
  /** Whether the classifier starts with new values, whatever the file has. */
  readonly freshClassifier: boolean;
}

/** A weight file's tensors and the model that they are for. */
interface MatchInput extends MatchOptions {
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly model: Model;
  /** Whether the file holds a network for images. */
  readonly fromImages: boolean;
  /** Names in the file by their official names. */
  readonly official: ReadonlyMap<string, string>;
}

/** The parts of a match that depend on the prefixes. */
type PrefixMatch = Omit<TensorMatch, "source" | "fromImages">;

/** What wrappers have put before the names of a model. */
interface Prefixes {
  readonly body: string;
  /** Before the classifier, which wrappers of the body alone leave outside. */
  readonly classifier: string;
}

/**
 * Finds the model's tensors in a file, behind the prefix of any wrapper. The file fits if it holds
 * them once, all under one prefix (the classifier under a part of it), in their shapes and in
 * floating point. It may hold other tensors outside of the prefix or in modules that the model does
 * not have, but none in the model's own modules: that is another architecture.
 *
 * Of an image network, kernels need not cover time, and what it does not have starts new: temporal
 * embeddings, and the layer after temporal attention.
 */
export function matchTensors(file: TensorFile, model: Model, options: MatchOptions): TensorMatch {
  const { names, source, fromImages } = officialNames(file.tensors.keys(), file.metadata);
  const input: MatchInput = {
    tensors: file.tensors,
    model,
    official: names,
    fromImages,
    ...options,
  };
  const matches = findPrefixes(input).map((prefixes) => ({
    prefixes,
    ...matchBehind(prefixes, input),
  }));
  const [fitting, ...copies] = matches.filter(({ problems }) => problems.length === 0);
  if (fitting === undefined) return { source, fromImages, ...matches[0]! };
  if (copies.length === 0) return { source, fromImages, ...fitting };
  const problems = [fitting, ...copies].map(({ prefixes }): WeightsProblem => ({
    kind: "copy",
    text: describePrefixes(prefixes),
  }));
  return { source, fromImages, ...fitting, problems };
}

function describePrefixes({ body, classifier }: Prefixes): string {
  return body === classifier
    ? `under '${body}'`
    : `under '${body}' with '${classifier}' for its head`;
}

/**
 * Returns the prefixes under which the file may hold the model, most of its tensors first; none at
 * all if there are no such.
 */
function findPrefixes({ official, model }: MatchInput): Prefixes[] {
  const specNames = new Set(specsOf(model).map(({ name }) => name));
  const counts = new Map<string, number>();
  for (const name of official.keys()) {
    for (const prefix of prefixesOf(name)) {
      if (specNames.has(name.slice(prefix.length))) {
        counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
      }
    }
  }
  const bodies = [...counts].sort(([, a], [, b]) => b - a).map(([prefix]) => prefix);
  const found = bodies.flatMap((body) =>
    classifierPrefixes(body, { official, model }).map((classifier) => ({ body, classifier }))
  );
  return found.length === 0 ? [{ body: "", classifier: "" }] : found;
}

/** Returns the prefix itself if the classifier is there, else the parts of it where it is. */
function classifierPrefixes(
  body: string,
  { official, model }: Pick<MatchInput, "official" | "model">,
): string[] {
  const hasClassifier = (prefix: string) =>
    classifierOf(model).some(({ name }) => official.has(prefix + name));
  if (hasClassifier(body)) return [body];
  const outside = prefixesOf(body).filter((prefix) => prefix !== body && hasClassifier(prefix));
  return outside.length === 0 ? [body] : outside;
}

/** Returns all that may be a prefix of a name: "", "a." and "a.b." of "a.b.c". */
function prefixesOf(name: string): string[] {
  const ends = name.matchAll(/\./g).map(({ index }) => name.slice(0, index + 1));
  return ["", ...ends];
}

function matchBehind(prefixes: Prefixes, input: MatchInput): PrefixMatch {
  const { official } = input;
  const classifier = classifierOf(input.model);
  const names = new Map<string, string>();
  const fresh: ParameterSpec[] = [];
  const problems: WeightsProblem[] = [];
  for (const spec of specsOf(input.model)) {
    const isClassifier = classifier.includes(spec);
    const name = official.get((isClassifier ? prefixes.classifier : prefixes.body) + spec.name);
    if (
      (isClassifier && input.freshClassifier) || startsFresh(spec, name, { prefixes, ...input })
    ) {
      fresh.push(spec);
    } else if (name === undefined) {
      problems.push({ kind: "missing", text: `${spec.name} [${officialShape(spec)}]` });
    } else {
      names.set(spec.name, name);
      problems.push(...misfitsOf(spec, name, input));
    }
  }
  const heads = classifier.map(({ name }) => official.get(prefixes.classifier + name));
  const { inside, outside } = surplusOf(new Set([...names.values(), ...heads]), prefixes, input);
  // Beside other problems, every tensor that was not used may be what is missing.
  const unexpected = problems.length === 0 ? inside : [...inside, ...outside];
  for (const name of unexpected) problems.push({ kind: "unexpected", text: name });
  const classifierShape = heads[0] === undefined ? undefined : input.tensors.get(heads[0])!.shape;
  return { names, fresh, classifierShape, ignored: outside, problems };
}

/**
 * Whether the model's tensor is one that the file's network does not have: those of a projection head
 * if the file has no head, and what networks for images lack.
 */
function startsFresh(
  { name }: ParameterSpec,
  inFile: string | undefined,
  { fromImages, official, prefixes: { body } }: MatchInput & { readonly prefixes: Prefixes },
): boolean {
  if (isOfProjection(name)) {
    return !official.keys().some((inFile) =>
      inFile.startsWith(body) && isOfProjection(inFile.slice(body.length))
    );
  }
  return fromImages && inFile === undefined && /^time_embed$|\.temporal_fc\./.test(name);
}

/** Divides the file's other tensors by whether they are in a module of the model. */
function surplusOf(
  used: ReadonlySet<string | undefined>,
  { body }: Prefixes,
  { model, official }: MatchInput,
) {
  const modules = new Set(specsOf(model).map(({ name }) => moduleOf(name)));
  const inside: string[] = [];
  const outside: string[] = [];
  for (const [officialName, name] of official) {
    if (used.has(name) || name.endsWith(BATCH_COUNT_SUFFIX)) continue;
    const isInside = officialName.startsWith(body) &&
      modules.has(moduleOf(officialName.slice(body.length)));
    (isInside ? inside : outside).push(name);
  }
  return { inside, outside };
}

/** Returns the first part of a name. */
function moduleOf(name: string): string {
  return name.split(".", 1)[0]!;
}

function misfitsOf(spec: ParameterSpec, name: string, input: MatchInput): WeightsProblem[] {
  const { shape, dtype } = input.tensors.get(name)!;
  const wanted = officialShape(spec);
  const isResized = input.resizeEmbeddings && spec.rows !== undefined &&
    isResizable(spec.rows, shape, spec.shape);
  const isInflated = input.fromImages && isInflatable(shape, wanted);
  if (`${shape}` !== `${wanted}` && !isResized && !isInflated) {
    const [classes, ...inputs] = shape;
    const [wantedClasses, ...wantedInputs] = wanted;
    if (classifierOf(input.model).includes(spec) && `${inputs}` === `${wantedInputs}`) {
      const text = `${name} [${shape}] is for ${classes}, the model for ${wantedClasses}`;
      return [{ kind: "classes", text }];
    }
    return [{ kind: "shape", text: `${name} is [${shape}], must be [${wanted}]` }];
  }
  if (FLOAT_TYPES.includes(dtype)) return [];
  return [{ kind: "type", text: `${name} is ${dtype}, must be F64, F32, F16 or BF16` }];
}

function specsOf({ parameters, statistics }: Model): readonly ParameterSpec[] {
  return [...parameters, ...statistics];
}
