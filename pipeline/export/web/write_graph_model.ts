import { join } from "node:path";
import type { GraphModel } from "./graph_model.ts";

/** Bytes of a file of weights: browsers keep files of this size, and load several at once. */
const SHARD_BYTES = 4 * 2 ** 20;

/**
 * Writes a graph for TensorFlow.js: `model.json`, and its weights in files beside it.
 *
 * @param folder One that is there.
 */
export async function writeGraphModel(
  { topology, manifest, weights }: GraphModel,
  folder: string,
): Promise<void> {
  const shards = await new Blob([...weights]).arrayBuffer();
  const count = Math.max(1, Math.ceil(shards.byteLength / SHARD_BYTES));
  const paths = Array.from({ length: count }, (_, index) => {
    return `group1-shard${index + 1}of${count}.bin`;
  });
  for (const [index, path] of paths.entries()) {
    const bytes = shards.slice(index * SHARD_BYTES, (index + 1) * SHARD_BYTES);
    await Deno.writeFile(join(folder, path), new Uint8Array(bytes));
  }
  const model = JSON.stringify({ ...topology, weightsManifest: [{ paths, weights: manifest }] });
  await Deno.writeTextFile(join(folder, "model.json"), model);
}
