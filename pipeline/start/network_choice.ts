import * as v from "valibot";
import { MODEL_NAMES, NAMED_CONFIGS, type RecognizedNetwork } from "../../models/mod.ts";
import { modelSchema } from "../config/models.ts";

/** A network that was found in a file. */
type FoundNetwork = Pick<RecognizedNetwork, "config" | "fromImages">;

/** Fields that a file's tensors say nothing about, or that clips and classes determine. */
const OPEN_FIELDS = ["classes", "size", "frames", "dropout", "dropPath", "initialStd"];

/** The same for a network for images, whose kernels are made for any extent over time. */
const OPEN_OF_IMAGES = [...OPEN_FIELDS, "temporalKernels"];

/**
 * Returns a recognized network as a configuration names it: the configured choice if it is the same
 * network, with its dropout, else the name of a published network, else its fields.
 *
 * @param configured What the configuration has, unchecked.
 */
export function networkChoice(found: FoundNetwork, configured: unknown): unknown {
  if (isNetwork(configured, found)) return configured;
  const { config } = found;
  const name = MODEL_NAMES.find((known) => isSame(NAMED_CONFIGS[known], config, OPEN_FIELDS));
  if (name !== undefined) return name;
  const { size: _size, frames: _frames, ...fields } = { size: 0, frames: 0, ...config };
  return fields;
}

/** Whether a configured choice is a network, apart from what its tensors say nothing about. */
export function isNetwork(configured: unknown, { config, fromImages }: FoundNetwork): boolean {
  const open = fromImages ? OPEN_OF_IMAGES : OPEN_FIELDS;
  if (typeof configured === "string") {
    const name = MODEL_NAMES.find((known) => known === configured);
    return name !== undefined && isSame(NAMED_CONFIGS[name], config, open);
  }
  // With the defaults filled in.
  const result = v.safeParse(modelSchema, configured);
  return result.success && typeof result.output === "object" &&
    isSame(result.output, config, open);
}

function isSame(first: object, second: object, open: readonly string[]): boolean {
  return describe(first, open) === describe(second, open);
}

function describe(network: object, open: readonly string[]): string {
  const fields = Object.entries(network).filter(([field]) => !open.includes(field));
  return JSON.stringify(fields.sort(([first], [second]) => first < second ? -1 : 1));
}
