import { type ModelConfig, NAMED_CONFIGS } from "../../models/mod.ts";
import type { ModelChoice } from "../config/models.ts";

/** What clips and classes determine about a model. */
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
  return model.kind === "timesformer" ? { ...model, classes, size, frames } : { ...model, classes };
}
