import * as v from "valibot";
import { MODEL_NAMES, NAMED_CONFIGS, type RecognizedNetwork } from "../../models/mod.ts";
import { modelSchema } from "../config/models.ts";

type Network = RecognizedNetwork["config"];

/** Fields that a file's tensors say nothing about, or that clips and classes determine. */
const OPEN_FIELDS = ["classes", "size", "frames", "dropout", "dropPath", "initialStd"];

/**
 * Returns a recognized network as a configuration names it: the configured choice if it is the same
 * network, with its dropout, else the name of a published network, else its fields.
 *
 * @param configured What the configuration has, unchecked.
 */
export function networkChoice(network: Network, configured: unknown): unknown {
  if (isNetwork(configured, network)) return configured;
  const name = MODEL_NAMES.find((known) => isSame(NAMED_CONFIGS[known], network));
  if (name !== undefined) return name;
  const { size: _size, frames: _frames, ...fields } = { size: 0, frames: 0, ...network };
  return fields;
}

/** Whether a configured choice is a network, apart from what its tensors say nothing about. */
export function isNetwork(configured: unknown, network: Network): boolean {
  if (typeof configured === "string") {
    const name = MODEL_NAMES.find((known) => known === configured);
    return name !== undefined && isSame(NAMED_CONFIGS[name], network);
  }
  // With the defaults filled in.
  const result = v.safeParse(modelSchema, configured);
  return result.success && typeof result.output === "object" && isSame(result.output, network);
}

function isSame(first: object, second: object): boolean {
  return describe(first) === describe(second);
}

function describe(network: object): string {
  const fields = Object.entries(network).filter(([field]) => !OPEN_FIELDS.includes(field));
  return JSON.stringify(fields.sort(([first], [second]) => first < second ? -1 : 1));
}
