import { basename, dirname } from "node:path";
import type { TensorFile } from "../../models/mod.ts";
import { applyOverrides, type Config } from "../config/config.ts";
import { completeModel } from "../networks/complete_model.ts";
import { ADDED_FIELDS } from "./_decisive_fields.ts";
import { CheckpointError } from "./checkpoint_error.ts";
import type { Checkpoint } from "./open_checkpoint.ts";
import { weightsMetadata } from "./weights_metadata.ts";

/**
 * Returns the weights of one network in a checkpoint, or their moving averages if there are any, as
 * if they were in a file of their own, with what such a file says about them. Disposing of it
 * disposes of the checkpoint.
 *
 * @throws {CheckpointError} If the run has no such network.
 */
export function checkpointWeights(
  checkpoint: Checkpoint,
  role: "primary" | "auxiliary",
): TensorFile {
  const { path, file } = checkpoint;
  const averaged = partOf(checkpoint, `${role}/ema/`);
  const names = averaged.size > 0 ? averaged : new Map([
    ...partOf(checkpoint, `${role}/parameters/`),
    ...partOf(checkpoint, `${role}/statistics/`),
  ]);
  if (names.size === 0) {
    throw new CheckpointError(
      path,
      `Cannot start from ${path} as it must have the ${role} network: the run trained none`,
    );
  }
  return {
    path,
    tensors: new Map(names.entries().map(([name, stored]) => [name, file.tensors.get(stored)!])),
    metadata: metadataOf(checkpoint, role),
    read: (name) => file.read(names.get(name) ?? name),
    [Symbol.dispose]: () => checkpoint[Symbol.dispose](),
  };
}

/** The tensors whose names begin with a prefix: names in the checkpoint by those after it. */
function partOf({ file }: Checkpoint, prefix: string): Map<string, string> {
  const stored = [...file.tensors.keys()].filter((name) => name.startsWith(prefix));
  return new Map(stored.map((name) => [name.slice(prefix.length), name]));
}

function metadataOf(
  { path, state }: Checkpoint,
  role: "primary" | "auxiliary",
): Record<string, string> {
  const fields = { ...ADDED_FIELDS, ...state.config };
  const config = applyOverrides(
    {},
    Object.entries(fields).map(([field, value]) => ({ path: field, value })),
  ) as Pick<Config, "clip" | "primary" | "auxiliary">;
  const { size } = config.clip;
  const { frames } = config.clip[role];
  return weightsMetadata(config, {
    role,
    network: completeModel(config[role], { classes: state.classes.length, size, frames }),
    classes: state.classes,
    run: basename(dirname(dirname(path))),
  });
}
