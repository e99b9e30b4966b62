import { createModel, type Model } from "../../models/mod.ts";
import type { PerNetwork } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { completeModel } from "./complete_model.ts";

/** Options of {@linkcode createNetworks}. */
export interface CreateNetworksOptions {
  /** Whether the method trains the auxiliary network as well. */
  readonly dual: boolean;
  /** Number of classes. */
  readonly classes: number;
}

/**
 * Creates the networks that a configuration trains; the auxiliary one only if its method has two.
 */
export function createNetworks(
  config: Config,
  { dual, classes }: CreateNetworksOptions,
): PerNetwork<Model> {
  const primary = createNetwork(config, "primary", classes);
  return dual ? { primary, auxiliary: createNetwork(config, "auxiliary", classes) } : { primary };
}

function createNetwork(
  { clip, ...config }: Config,
  network: "primary" | "auxiliary",
  classes: number,
): Model {
  const { frames } = clip[network];
  return createModel(completeModel(config[network], { classes, size: clip.size, frames }));
}
