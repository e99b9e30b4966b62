import { isDeepStrictEqual } from "node:util";
import { type Config, loadConfig } from "../config/config.ts";
import { percent } from "../terminal/percent.ts";

/** What labels alone gave with a preset. */
export interface Reference {
  /** The preset, with its own data. */
  readonly preset: string;
  /** Top-1 of the primary network, 0 to 1: the mean over the seeds. */
  readonly top1: number;
  /** Number of seeds. */
  readonly seeds: number;
}

/** From the row `supervised` of docs/results/motion_peers.json, as a test holds. */
export const REFERENCES: readonly Reference[] = [
  { preset: "motion_small", top1: 0.64375, seeds: 3 },
];

/**
 * Says what labels alone give on the same videos, labels and steps; undefined if that is not known.
 * It is a number kept with the program: only a run of an unchanged preset has one, of any seed, on
 * any device, by any method that adds something to the labels.
 */
export async function describeReference(config: Config): Promise<string | undefined> {
  if (config.method.name === "supervised") return undefined;
  for (const { preset, top1, seeds } of REFERENCES) {
    const { config: original } = await loadConfig(preset);
    if (!isDeepStrictEqual(config, withFreeFieldsOf(config, original))) continue;
    return `Labels alone give ${percent(top1)} % here: the mean of ${seeds} seeds, kept with the ` +
      "preset, not measured now";
  }
  return undefined;
}

/** The original with those fields of a configuration that leave what is compared as it is. */
function withFreeFieldsOf(config: Config, original: Config): Config {
  const { seed, device, precision, checkpoint, credits, data } = config;
  const { cacheMebibytes, diskMebibytes } = data;
  return {
    ...original,
    seed,
    device,
    precision,
    checkpoint,
    ...credits === undefined ? {} : { credits },
    data: {
      ...original.data,
      diskMebibytes,
      ...cacheMebibytes === undefined ? {} : { cacheMebibytes },
    },
    method: { ...original.method, name: config.method.name },
  };
}
