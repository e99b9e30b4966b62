import { createModel, type Model, NAMED_CONFIGS } from "../../models/mod.ts";
import type { PerNetwork } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { completeModel } from "../config/models.ts";
import type { Method } from "./methods.ts";

/** The networks that a configuration trains; the auxiliary one only where its method has two. */
export function createNetworks(
  config: Config,
  { dual }: Pick<Method, "dual">,
  classes: number,
): PerNetwork<Model> {
  const { clip } = config;
  const create = (network: "primary" | "auxiliary") =>
    createModel(completeModel(
      config[network],
      { classes, size: clip.size, frames: clip[network].frames },
      NAMED_CONFIGS,
    ));
  const primary = create("primary");
  return dual ? { primary, auxiliary: create("auxiliary") } : { primary };
}
