import type { VideoEntry } from "../../datasets/mod.ts";
import type { ScoringOptions } from "../evaluation/open_trained.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { TrainResults } from "../run/results.ts";
import type { PlanOptions } from "./plan_training.ts";

/** Options of {@linkcode train}. */
export interface TrainOptions extends PlanOptions, ScoringOptions {
  /** Called when all that is evaluated has been learned, before the evaluation. */
  readonly onTrained?: (() => void) | undefined;
  /**
   * Called after each step and at the end.
   *
   * @default no calls
   */
  readonly hooks?: Hooks | undefined;
  /**
   * Says how the training goes on after an error, as the end of a sentence.
   *
   * @default the command that resumes the run
   */
  readonly continuation?: string | undefined;
}

/**
 * How training ended: interrupted in its steps, or in what follows them before the networks are
 * complete, as precise batch norm; or "trained", and interrupted in the evaluation.
 */
export type TrainOutcome =
  | { readonly kind: "interrupted"; readonly step: number }
  | { readonly kind: "trained" }
  | {
    readonly kind: "finished";
    readonly results: TrainResults;
    /** The videos that it was tested on. */
    readonly test: readonly VideoEntry[];
  };
