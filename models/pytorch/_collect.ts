import {
  InertObject,
  NumpyArray,
  PickleDict,
  PickleList,
  PickleTuple,
  type PickleValue,
  TensorRef,
} from "./_pickle_values.ts";

/** Names under which checkpoints keep the state dict of the network. */
const STATE_NAMES: readonly string[] = [
  "state_dict",
  "model_state",
  "model_state_dict",
  "model",
  "module",
  "blobs",
];

/** Dictionaries in one another, at most; a damaged file may have one that holds itself. */
const DEPTH_LIMIT = 8;

/** Entries that are looked at, at most; in a damaged file, many may lead to the same ones. */
const LOOK_LIMIT = 20_000_000;

/** Characters of the metadata, at most. */
const METADATA_LIMIT = 4_000_000;

/** Alternatives that a message names. */
const ENTRIES_SHOWN = 6;

/** The network's part of a checkpoint. */
export interface Collected {
  /** Its tensors, by the names in the state dict; those of dictionaries in it with dots. */
  readonly tensors: ReadonlyMap<string, TensorRef>;
  /** Texts and numbers besides. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Finds the state dict in what a checkpoint's pickle holds: all of it, or the one entry that holds
 * tensors, of which those with a usual name come first.
 */
export function collect(root: PickleValue, options: CollectOptions): Collected {
  return new Collector(options).collect(root);
}

/** Options of {@linkcode collect}. */
export interface CollectOptions {
  /** Name of the entry to take, if there are several. */
  readonly entry: string | undefined;
  /** Creates an error for the file. */
  readonly fail: (reason: string) => Error;
}

class Collector {
  readonly #options: CollectOptions;
  #looks = 0;

  constructor(options: CollectOptions) {
    this.#options = options;
  }

  collect(root: PickleValue): Collected {
    const { entry, fail } = this.#options;
    if (!(root instanceof PickleDict)) throw fail(describeRoot(root));
    const name = entry ?? this.#findEntry(root);
    const state = name === undefined ? root : root.entries.get(name);
    const tensors = state instanceof PickleDict ? this.#tensorsIn(state) : new Map();
    if (tensors.size === 0) throw fail(describeEmpty(root, name));
    return { tensors, metadata: metadataOf(root, name) };
  }

  /** Returns the name of the root's entry that is the state dict; undefined if it is the root. */
  #findEntry(root: PickleDict): string | undefined {
    const candidates = new Map<string, ReadonlyMap<string, TensorRef>>();
    for (const [key, value] of root.entries) {
      if (tensorOf(value) !== undefined) return undefined;
      if (typeof key !== "string" || !(value instanceof PickleDict)) continue;
      const tensors = this.#tensorsIn(value);
      if (tensors.size > 0) candidates.set(key, tensors);
    }
    const usual = [...candidates.keys()].filter((key) => STATE_NAMES.includes(key));
    const [name, ...others] = usual.length > 0 ? usual : candidates.keys();
    if (name === undefined) return undefined;
    // Such as a moving average of the weights: which of them is wanted is not known.
    const copies = [...candidates].filter(([key, tensors]) =>
      key !== name && (others.includes(key) || this.#isLike(candidates.get(name)!, tensors))
    );
    if (copies.length === 0) return name;
    const shown = [name, ...copies.map(([key]) => key)].slice(0, ENTRIES_SHOWN)
      .map((key) => `'${key}'`).join(", ");
    throw this.#options.fail(
      `it holds ${
        copies.length + 1
      } sets of tensors (${shown}), and which is wanted is not known: openWeights() takes its name as 'entry', and deno task ` +
        "weights convert by --entry",
    );
  }

  /** Whether two sets of tensors have most of their names in common. */
  #isLike(
    first: ReadonlyMap<string, TensorRef>,
    second: ReadonlyMap<string, TensorRef>,
  ): boolean {
    this.#look(first.size);
    const common = first.keys().filter((name) => second.has(name)).toArray().length;
    return common * 2 > Math.min(first.size, second.size);
  }

  #tensorsIn(dictionary: PickleDict): ReadonlyMap<string, TensorRef> {
    const tensors = new Map<string, TensorRef>();
    const visited = new Set<PickleDict>();
    const pending: (readonly [prefix: string, PickleDict, depth: number])[] = [["", dictionary, 1]];
    for (const [prefix, current, depth] of pending) {
      if (visited.has(current) || depth > DEPTH_LIMIT) continue;
      visited.add(current);
      this.#look(current.entries.size + 1);
      for (const [key, value] of current.entries) {
        if (typeof key !== "string") continue;
        const tensor = tensorOf(value);
        if (tensor !== undefined) tensors.set(prefix + key, tensor);
        if (value instanceof PickleDict) pending.push([`${prefix}${key}.`, value, depth + 1]);
      }
    }
    return tensors;
  }

  #look(count: number): void {
    this.#looks += count;
    if (this.#looks > LOOK_LIMIT) {
      throw this.#options.fail("its dictionaries are more than any network has");
    }
  }
}

function tensorOf(value: PickleValue): TensorRef | undefined {
  if (value instanceof TensorRef) return value;
  return value instanceof NumpyArray ? value.tensor : undefined;
}

function describeRoot(root: PickleValue): string {
  if (root instanceof InertObject) return describeObject(root);
  const what = root instanceof TensorRef
    ? "one tensor without a name"
    : root instanceof PickleList || root instanceof PickleTuple
    ? "a list"
    : "a single value";
  return `it holds ${what} and not a dictionary of tensors. Save model.state_dict() by torch.save`;
}

function describeObject({ className }: InertObject): string {
  return `it holds a Python object (${className}) and not its tensors, which takes Python and its ` +
    "source to read. Save model.state_dict() by torch.save";
}

function describeEmpty(root: PickleDict, name: string | undefined): string {
  const objects = [...root.entries].filter(([key, value]) =>
    value instanceof InertObject && (STATE_NAMES.includes(String(key)) || key === name)
  );
  const [object] = objects;
  if (object !== undefined) return describeObject(object[1] as InertObject);
  const keys = [...root.entries.keys()].slice(0, ENTRIES_SHOWN).map((key) => `'${String(key)}'`);
  if (name !== undefined) return `its entry '${name}' holds no tensors; it has ${keys.join(", ")}`;
  return keys.length === 0
    ? "it is an empty dictionary"
    : `it holds no tensors, but ${keys.join(", ")}`;
}

/** Returns the texts and numbers of a checkpoint, and lists of them, up to a limit. */
function metadataOf(root: PickleDict, state: string | undefined): Record<string, string> {
  const metadata: Record<string, string> = {};
  const visited = new Set<PickleValue>([root.entries.get(state ?? "") ?? null]);
  const pending: (readonly [name: string, PickleValue, depth: number])[] = [["", root, 0]];
  let length = 0;
  for (const [name, value, depth] of pending) {
    if (visited.has(value) && typeof value === "object") continue;
    visited.add(value);
    if (value instanceof PickleDict && depth < DEPTH_LIMIT) {
      for (const [key, entry] of value.entries) {
        const path = name === "" ? String(key) : `${name}.${String(key)}`;
        pending.push([path, entry, depth + 1]);
      }
    }
    const text = metadataText(value);
    if (text === undefined) continue;
    length += name.length + text.length;
    if (length > METADATA_LIMIT) break;
    metadata[name] = text;
  }
  return metadata;
}

function metadataText(value: PickleValue): string | undefined {
  if (isPlain(value)) return String(value);
  if (!(value instanceof PickleList || value instanceof PickleTuple)) return undefined;
  return value.items.every(isPlain) ? JSON.stringify(value.items.map(jsonOf)) : undefined;
}

function isPlain(value: PickleValue): value is string | number | bigint | boolean {
  return ["string", "number", "bigint", "boolean"].includes(typeof value);
}

function jsonOf(value: PickleValue): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
