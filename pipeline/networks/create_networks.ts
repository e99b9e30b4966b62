import {
  createModel,
  isOfClassifier,
  isOfProjection,
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
  /**
   * Networks of which only the classifier and the projection head are trained.
   *
   * @default none
   */
  readonly frozen?: readonly (keyof PerNetwork<unknown>)[] | undefined;
}

/**
 * Creates the networks that a configuration trains; the auxiliary one only if its method has two.
 *
 * @throws {ConfigError} If nothing has the beginning of a name that is to be frozen, or a network
 * would have nothing left to train.
 */
export function createNetworks(
  config: Config,
  { dual, classes, projection = {}, frozen = [] }: CreateNetworksOptions,
): PerNetwork<Model> {
  const create = (network: "primary" | "auxiliary") => {
    const model = createNetwork(config, network, classes);
    const head = projection[network];
    return head === undefined ? model : withProjection(model, head);
  };
  const pair = { primary: create("primary"), auxiliary: create("auxiliary") };
  const bodies = frozen.flatMap((network) =>
    bodyOf(pair[network]).map((name) => `${network}.${name}`)
  );
  const prefixes = [...config.optimizer.frozen ?? [], ...bodies];
  const { primary, auxiliary } = freezeByPrefix(pair, prefixes);
  return dual ? { primary, auxiliary } : { primary };
}

/** Names of the parameters before the classifier. */
function bodyOf(model: Model): string[] {
  return model.parameters.map(({ name }) => name)
    .filter((name) => !isOfProjection(name) && !isOfClassifier(name, model));
}

function createNetwork(
  { clip, ...config }: Config,
  network: "primary" | "auxiliary",
  classes: number,
): Model {
  const { frames } = clip[network];
  return createModel(completeModel(config[network], { classes, size: clip.size, frames }));
}
