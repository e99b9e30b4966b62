import { openWeights, type TensorFile } from "../../models/mod.ts";
import { CHECKSUM } from "./_checkpoint_format.ts";
import { checkpointWeights } from "./checkpoint_weights.ts";
import { openCheckpoint } from "./open_checkpoint.ts";

/**
 * Opens the weights that a network starts from: a file of weights, or a run's checkpoint, of which
 * it is the network of the same role. Dispose of it.
 *
 * @throws {TensorFileError} If the file cannot be read.
 * @throws {CheckpointError} If it is a checkpoint that is broken or has no such network.
 */
export async function openInitialWeights(
  path: string,
  role: "primary" | "auxiliary",
): Promise<TensorFile> {
  const file = await openWeights(path);
  if (!file.tensors.has(CHECKSUM)) return file;
  file[Symbol.dispose]();
  const checkpoint = await openCheckpoint(path);
  try {
    return checkpointWeights(checkpoint, role);
  } catch (error) {
    checkpoint[Symbol.dispose]();
    throw error;
  }
}
