import { createModel, type Model, type ModelConfig, NAMED_CONFIGS } from "../../models/mod.ts";
import type { PerNetwork } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { ModelChoice } from "../config/models.ts";
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
    ));
  const primary = create("primary");
  return dual ? { primary, auxiliary: create("auxiliary") } : { primary };
}

/** What clips and classes settle about a model. */
export interface ModelSurroundings {
  /** Number of classes. */
  readonly classes: number;
  /** Height and width of the clips, in pixels. */
  readonly size: number;
  /** Frames of the clips of this model. */
  readonly frames: number;
}

/** Completes a chosen model to what `createModel` takes. */
export function completeModel(
  choice: ModelChoice,
  { classes, size, frames }: ModelSurroundings,
): ModelConfig {
  const model = typeof choice === "string" ? NAMED_CONFIGS[choice] : choice;
  return model.kind === "slow-resnet" ? { ...model, classes } : { ...model, classes, size, frames };
}
