import { KEY_TABLES, type KeyTable, OFFICIAL_SIGNS } from "./_key_tables.ts";
import type { WeightSource } from "./recognized_network.ts";

/** The tensors of a file by their official names. */
export interface OfficialNames {
  /** Who named them. */
  readonly source: WeightSource;
  /** Whether the file holds a network for images. */
  readonly fromImages: boolean;
  /**
   * Names in the file by their official names, which may begin with the prefix of a wrapper. For an
   * image network, some tensors have two official names: those of spatial attention are a start
   * for temporal attention.
   */
  readonly names: ReadonlyMap<string, string>;
}

/** What PyTorch puts around a module, which may be any part of a network. */
const WRAPPERS = /(?<=^|\.)(?:_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\./g;

/** A temporal part of a TimeSformer and the spatial one that it is a copy of at first. */
const TEMPORAL_PARTS: readonly (readonly [spatial: RegExp, temporal: string])[] = [
  [/(^|\.)(blocks\.\d+\.)attn\./, "$1$2temporal_attn."],
  [/(^|\.)(blocks\.\d+\.)norm1\./, "$1$2temporal_norm1."],
];

/**
 * Returns the names of a file's tensors by their official names: without the parts that PyTorch's
 * own wrappers add anywhere in a name, and those of other libraries translated.
 *
 * @param metadata Strings of the file; this program's own files say what they are.
 */
export function officialNames(
  inFile: Iterable<string>,
  metadata: Readonly<Record<string, string>>,
): OfficialNames {
  const unwrapped = new Map<string, string>();
  for (const name of inFile) unwrapped.set(unwrap(name, unwrapped), name);
  // Some official names are those that another library has for another network.
  if (metadata.actnetformer !== undefined) return withSource(unwrapped, "ActNetFormer");
  const known = [...unwrapped.keys()];
  const table = KEY_TABLES.find(({ sign }) => known.some((name) => sign.test(name)));
  const names = table === undefined ? unwrapped : translateAll(unwrapped, table);
  if (table !== undefined) {
    return withSource(names, table.source);
  }
  const [, source = "PyTorchVideo"] =
    OFFICIAL_SIGNS.find(([sign]) => known.some((name) => sign.test(name))) ?? [];
  return withSource(names, source);
}

/** Returns a name without wrappers, unless another tensor has that name already. */
function unwrap(name: string, taken: ReadonlyMap<string, string>): string {
  const short = name.replaceAll(WRAPPERS, "");
  return taken.has(short) ? name : short;
}

function translateAll(
  names: ReadonlyMap<string, string>,
  { renames, skipped }: KeyTable,
): ReadonlyMap<string, string> {
  const translated = new Map<string, string>();
  for (const [name, inFile] of names) {
    const official = skipped?.test(name) ? name : renames.reduce(
      (result, [pattern, part]) =>
        typeof part === "string" ? result.replace(pattern, part) : result.replace(pattern, part),
      name,
    );
    translated.set(translated.has(official) ? name : official, inFile);
  }
  return translated;
}

function withSource(names: ReadonlyMap<string, string>, source: WeightSource): OfficialNames {
  if (source === "torchvision") return { names, source, fromImages: true };
  const official = [...names.keys()];
  const isTransformer = official.some((name) => /(?:^|\.)blocks\.0\.attn\.qkv\.weight$/.test(name));
  const hasTime = official.some((name) =>
    /(?:^|\.)(?:time_embed$|blocks\.0\.temporal_)/.test(name)
  );
  if (!isTransformer || hasTime) return { names, source, fromImages: false };
  return { names: withTemporalParts(names), source, fromImages: true };
}

function withTemporalParts(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const all = new Map(names);
  for (const [name, inFile] of names) {
    for (const [spatial, temporal] of TEMPORAL_PARTS) {
      if (spatial.test(name)) all.set(name.replace(spatial, temporal), inFile);
    }
  }
  return all;
}
