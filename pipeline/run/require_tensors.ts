import { CHECKSUM } from "./_checkpoint_format.ts";
import { CheckpointError } from "./checkpoint_error.ts";
import type { Checkpoint } from "./open_checkpoint.ts";

/** Differences that the error message describes. */
const DIFFERENCES_SHOWN = 4;

/** Options of {@linkcode requireTensors}. */
export interface RequireTensorsOptions {
  /**
   * Whether the checkpoint may hold a tensor that is not expected, by its name.
   *
   * @default none
   */
  readonly isIgnored?: ((name: string) => boolean) | undefined;
  /**
   * Types of expected tensors, by name.
   *
   * @default F32 for all
   */
  readonly types?: ReadonlyMap<string, string> | undefined;
}

/**
 * Requires that a checkpoint holds exactly the tensors expected, in their shapes and types.
 *
 * @param expected Shape by name, as in the file.
 * @throws {CheckpointError} If it holds others; the first few differences are named.
 */
export function requireTensors(
  { path, file }: Checkpoint,
  expected: ReadonlyMap<string, readonly number[]>,
  { isIgnored = () => false, types = new Map() }: RequireTensorsOptions = {},
): void {
  const differences: string[] = [];
  for (const [name, shape] of expected) {
    const tensor = file.tensors.get(name);
    const type = types.get(name) ?? "F32";
    if (tensor === undefined) differences.push(`${name} is missing`);
    else if (`${tensor.shape}` !== `${shape}`) {
      differences.push(`${name} is [${tensor.shape}], not [${shape}]`);
    } else if (tensor.dtype !== type) differences.push(`${name} is ${tensor.dtype}, not ${type}`);
  }
  for (const name of file.tensors.keys()) {
    if (name === CHECKSUM || expected.has(name) || isIgnored(name)) continue;
    differences.push(`${name} is unknown`);
  }
  if (differences.length === 0) return;
  const hidden = differences.length - DIFFERENCES_SHOWN;
  const shown = differences.slice(0, DIFFERENCES_SHOWN).join("; ");
  throw new CheckpointError(
    path,
    `Cannot use ${path} as it must hold the tensors of the configured networks: ` +
      `${shown}${hidden > 0 ? `; and ${hidden} more` : ""}`,
  );
}
