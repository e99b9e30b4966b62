import type { Model } from "../networks/model.ts";
import { BATCH_COUNT_SUFFIX, type ParameterSpec } from "../networks/parameter_spec.ts";
import type { TensorEntry } from "../safetensors/mod.ts";
import { officialNames } from "./_official_names.ts";
import { officialShape } from "./official_layout.ts";
import { isResizable } from "./resize_embedding.ts";
import type { WeightsProblem } from "./weights_problem.ts";

/** Element types that are read as weights. */
const FLOAT_TYPES: readonly string[] = ["F64", "F32", "F16", "BF16"];

/** Which tensor of a file is which of the model. */
export interface TensorMatch {
  /** Name in the file by name in the model. */
  readonly names: ReadonlyMap<string, string>;
  /** Tensors of the file that the model does not have and that say nothing about its weights. */
  readonly ignored: readonly string[];
  /** Why the file must not be loaded; empty if it fits. */
  readonly problems: readonly WeightsProblem[];
}

/** A weight file's tensors and the model that they are for. */
interface MatchInput {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly model: Model;
  readonly resizeEmbeddings: boolean;
  /** Names in the file by their official names. */
  readonly official: ReadonlyMap<string, string>;
}

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
 */
export function matchTensors(
  tensors: ReadonlyMap<string, TensorEntry>,
  model: Model,
  options: { readonly resizeEmbeddings: boolean },
): TensorMatch {
  const official = officialNames(tensors.keys());
  const input: MatchInput = { tensors, model, official, ...options };
  const matches = findPrefixes(input).map((prefixes) => ({
    prefixes,
    ...matchBehind(prefixes, input),
  }));
  const [fitting, ...copies] = matches.filter(({ problems }) => problems.length === 0);
  if (fitting === undefined) return matches[0]!;
  if (copies.length === 0) return fitting;
  const problems = [fitting, ...copies].map(({ prefixes }): WeightsProblem => ({
    kind: "copy",
    text: describePrefixes(prefixes),
  }));
  return { ...fitting, problems };
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

function matchBehind(prefixes: Prefixes, input: MatchInput): TensorMatch {
  const { model, official } = input;
  const classifier = classifierOf(model);
  const names = new Map<string, string>();
  const problems: WeightsProblem[] = [];
  for (const spec of specsOf(model)) {
    const prefix = classifier.includes(spec) ? prefixes.classifier : prefixes.body;
    const name = official.get(prefix + spec.name);
    if (name === undefined) {
      problems.push({ kind: "missing", text: `${spec.name} [${officialShape(spec)}]` });
    } else {
      names.set(spec.name, name);
      problems.push(...misfitsOf(spec, name, input));
    }
  }
  const { inside, outside } = surplusOf(names, prefixes, input);
  // Beside other problems, every tensor that was not used may be what is missing.
  const unexpected = problems.length === 0 ? inside : [...inside, ...outside];
  for (const name of unexpected) problems.push({ kind: "unexpected", text: name });
  return { names, ignored: outside, problems };
}

/** Divides the file's other tensors by whether they are in a module of the model. */
function surplusOf(
  names: ReadonlyMap<string, string>,
  { body }: Prefixes,
  { model, official }: MatchInput,
) {
  const used = new Set(names.values());
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
  if (`${shape}` !== `${wanted}` && !isResized) {
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

/** Returns the classifier's weight and bias, which are last in the official state dicts. */
function classifierOf({ parameters }: Model): readonly ParameterSpec[] {
  return parameters.slice(-2);
}
