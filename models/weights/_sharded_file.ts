import { basename, dirname, join } from "node:path";
import type { TensorFile, TensorInfo } from "../tensor_files/tensor_file.ts";
import { shorten } from "../../runtime/text/shorten.ts";
import { TensorFileError } from "../tensor_files/tensor_file_error.ts";
import type { TensorValues } from "../tensor_files/tensor_values.ts";

/** Names that a message shows. */
const NAMES_SHOWN = 3;

/** Characters of a file's name, at most. */
const LONGEST_NAME = 255;

/** A network's tensors in several files, with an index that says which tensor is in which. */
export class ShardedFile implements TensorFile {
  /** Path of the index. */
  readonly path: string;
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly #shards: ReadonlyMap<string, TensorFile>;
  /** The file of each tensor. */
  readonly #files: ReadonlyMap<string, TensorFile>;

  private constructor(
    path: string,
    shards: ReadonlyMap<string, TensorFile>,
    files: ReadonlyMap<string, TensorFile>,
  ) {
    this.path = path;
    this.#shards = shards;
    this.#files = files;
    this.tensors = new Map(
      files.entries().map(([name, file]) => [name, file.tensors.get(name)!]),
    );
    this.metadata = Object.assign({}, ...[...shards.values()].map(({ metadata }) => metadata));
  }

  /**
   * Opens all files that an index names.
   *
   * @throws {TensorFileError} If the index is not one, or a file or a tensor that it names is
   * missing.
   */
  static async open(
    path: string,
    openShard: (path: string) => Promise<TensorFile>,
  ): Promise<ShardedFile> {
    const shardOf = await readIndex(path);
    const shards = new Map<string, TensorFile>();
    try {
      for (const name of new Set(shardOf.values())) {
        shards.set(name, await openShard(join(dirname(path), name)));
      }
      return new ShardedFile(path, shards, assign(path, shardOf, shards));
    } catch (error) {
      for (const shard of shards.values()) shard[Symbol.dispose]();
      throw error;
    }
  }

  async read(name: string): Promise<TensorValues> {
    const file = this.#files.get(name);
    if (file === undefined) throw new TensorFileError(this.path, `it has no tensor '${name}'`);
    return await file.read(name);
  }

  [Symbol.dispose](): void {
    for (const shard of this.#shards.values()) shard[Symbol.dispose]();
  }
}

/** Reads the name of the file of each tensor. */
async function readIndex(path: string): Promise<ReadonlyMap<string, string>> {
  let index: unknown;
  try {
    index = JSON.parse(await Deno.readTextFile(path));
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) {
      throw new TensorFileError(path, "there is no such file", { cause });
    }
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new TensorFileError(path, "it is not JSON", { cause });
  }
  const map = isRecord(index) ? index.weight_map : undefined;
  if (!isRecord(map) || Object.keys(map).length === 0) {
    throw new TensorFileError(path, "it is not an index of shards: it has no 'weight_map'");
  }
  return new Map(Object.entries(map).map(([name, file]) => [name, plainName(path, file)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Requires the name of a file beside the index. */
function plainName(path: string, file: unknown): string {
  const isPlain = typeof file === "string" && file !== "" && basename(file) === file &&
    !/^\.+$/.test(file) && file.length <= LONGEST_NAME && !file.includes("\0");
  if (isPlain) return file;
  throw new TensorFileError(
    path,
    `the files that it names must be beside it, and ${describe(file)} is not`,
  );
}

/** Writes a value so that it fits into a message; what is in a list or object is left out. */
function describe(file: unknown): string {
  if (typeof file === "object" && file !== null) return "a list or object";
  return typeof file === "string" ? JSON.stringify(shorten(file)) : String(file);
}

/** Returns the open file of each tensor. */
function assign(
  path: string,
  shardOf: ReadonlyMap<string, string>,
  shards: ReadonlyMap<string, TensorFile>,
): ReadonlyMap<string, TensorFile> {
  const files = new Map<string, TensorFile>();
  const missing: string[] = [];
  for (const [name, shard] of shardOf) {
    const file = shards.get(shard)!;
    if (file.tensors.has(name)) files.set(name, file);
    else missing.push(`${name} in ${shard}`);
  }
  if (missing.length === 0) return files;
  const more = missing.length > NAMES_SHOWN ? ", …" : "";
  throw new TensorFileError(
    path,
    `its files do not hold ${missing.length} of the ${shardOf.size} tensors that it lists ` +
      `(${missing.slice(0, NAMES_SHOWN).join(", ")}${more}). Get all of its files again`,
  );
}
