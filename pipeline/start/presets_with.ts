import type { ModelConfig, NetworkWithoutClasses } from "../../models/mod.ts";
import { loadConfig } from "../config/config.ts";
import { presetNames } from "../config/source.ts";
import { completeModel } from "../networks/complete_model.ts";

/** Names of presets by the role that a network has in them. */
export interface PresetsByRole {
  readonly primary: readonly string[];
  readonly auxiliary: readonly string[];
}

/** Fields that clips and training determine, not the weights. */
const FREE: readonly string[] = ["classes", "size", "frames", "dropout", "dropPath", "initialStd"];

/** Returns the presets whose primary or auxiliary network can have a network's weights. */
export async function presetsWith(network: NetworkWithoutClasses): Promise<PresetsByRole> {
  const wanted = fixedFields(network);
  const primary: string[] = [];
  const auxiliary: string[] = [];
  for (const name of presetNames()) {
    const { config } = await loadConfig(name);
    const surroundings = { classes: 1, size: 1, frames: 1 };
    if (fixedFields(completeModel(config.primary, surroundings)) === wanted) primary.push(name);
    if (fixedFields(completeModel(config.auxiliary, surroundings)) === wanted) auxiliary.push(name);
  }
  return { primary, auxiliary };
}

function fixedFields(network: ModelConfig | NetworkWithoutClasses): string {
  const fields = Object.entries(network).filter(([field]) => !FREE.includes(field));
  return JSON.stringify(fields.sort(([a], [b]) => a < b ? -1 : 1));
}
