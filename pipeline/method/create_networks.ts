import {
  createModel,
  type Model,
  type ProjectionConfig,
  withProjection,
} from "../../models/mod.ts";
import type { PerNetwork } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { completeModel } from "./complete_model.ts";
import { freezeByPrefix } from "./freeze_by_prefix.ts";

/** Options of {@linkcode createNetworks}. */
export interface CreateNetworksOptions {
  /** Whether the method trains the auxiliary network as well. */
  readonly dual: boolean;
  /** Number of classes. */
  readonly classes: number;
  /**
   * The projection heads that the method trains.
   *
   * @default none
   */
  readonly projection?: Partial<PerNetwork<ProjectionConfig>> | undefined;
}

/**
 * Creates the networks that a configuration trains; the auxiliary one only if its method has two.
 *
 * @throws {ConfigError} If nothing has the beginning of a name that is to be frozen, or a network
 * would have nothing left to train.
 */
export function createNetworks(
  config: Config,
  { dual, classes, projection = {} }: CreateNetworksOptions,
): PerNetwork<Model> {
  const create = (network: "primary" | "auxiliary") => {
    const model = createNetwork(config, network, classes);
    const head = projection[network];
    return head === undefined ? model : withProjection(model, head);
  };
  const pair = { primary: create("primary"), auxiliary: create("auxiliary") };
  const { primary, auxiliary } = freezeByPrefix(pair, config.optimizer.frozen);
  return dual ? { primary, auxiliary } : { primary };
}

function createNetwork(
  { clip, ...config }: Config,
  network: "primary" | "auxiliary",
  classes: number,
): Model {
  const { frames } = clip[network];
  return createModel(completeModel(config[network], { classes, size: clip.size, frames }));
}
