import { basename, dirname, join } from "node:path";
import { leadsNowhere } from "../../runtime/files/leads_nowhere.ts";
import { TensorFileError } from "../tensor_files/tensor_file_error.ts";

/** Names of weights in the folders of Hugging Face's hub, the first that is there is taken. */
const USUAL_NAMES: readonly string[] = [
  "model.safetensors",
  "model.safetensors.index.json",
  "pytorch_model.bin",
  "pytorch_model.bin.index.json",
];

/** Names of files that may hold weights. */
const WEIGHTS = /\.(?:safetensors|pth|pt|pyth|ckpt|bin|pkl)$/;

/** One of several files that hold the tensors of a network together. */
const SHARD = /^(.+)-(\d{5})-of-(\d{5})(\.(?:safetensors|bin|pth|pt))$/;

/** Files of a folder that a message shows. */
const FILES_SHOWN = 4;

/** Whether a path is that of an index of shards. */
export function isIndex(path: string): boolean {
  return path.endsWith(".index.json");
}

/**
 * Returns the file to open for a path: that of a folder with weights, or the index of a shard.
 *
 * @throws {TensorFileError} If a folder has none or several, or a shard has no index.
 */
export async function findWeightFile(path: string): Promise<string> {
  if ((await statIfPresent(path))?.isDirectory) return await findInFolder(path);
  const [, stem, number, total, end] = SHARD.exec(basename(path)) ?? [];
  if (stem === undefined) return path;
  const index = join(dirname(path), `${stem}${end}.index.json`);
  if (await statIfPresent(index) !== undefined) return index;
  throw new TensorFileError(
    path,
    `it is part ${Number(number)} of ${Number(total)}, and the index of the parts is not beside ` +
      `it: '${basename(index)}'`,
  );
}

/** Returns undefined for a path that leads nowhere: the readers say what is wrong with it. */
async function statIfPresent(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (leadsNowhere(error)) return undefined;
    throw error;
  }
}

async function findInFolder(folder: string): Promise<string> {
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) names.push(name);
  }
  const usual = USUAL_NAMES.find((name) => names.includes(name));
  if (usual !== undefined) return join(folder, usual);
  const weights = names.filter((name) => WEIGHTS.test(name)).sort();
  const [only, ...others] = weights;
  if (only === undefined) throw new TensorFileError(folder, "it is a folder without weights");
  if (others.length === 0) return join(folder, only);
  const shown = weights.slice(0, FILES_SHOWN).map((name) => join(folder, name)).join(", ");
  const more = weights.length > FILES_SHOWN ? ", …" : "";
  throw new TensorFileError(folder, `it is a folder. Give a file of it: ${shown}${more}`);
}
