import type { OperatorFunction } from "rxjs";
import type { Model } from "../../models/mod.ts";
import type { LossTerms, Merged, PerNetwork, StepInput } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";

/** A term of equation (7). */
export type LossName = Exclude<keyof LossTerms, "total">;

/** A training method: one that comes with the program, or the default export of a user's module. */
export interface Method {
  /** From the input of a step to its losses. */
  readonly pipeline: (
    networks: PerNetwork<Model>,
    settings: Config["method"],
  ) => OperatorFunction<StepInput, Merged>;
  /** Whether it trains the auxiliary network as well. */
  readonly dual: boolean;
  /** Whether it looks at unlabeled videos. */
  readonly unlabeled: boolean;
  /** The terms of equation (7) that it trains by; the others are always zero. */
  readonly losses: readonly LossName[];
}
