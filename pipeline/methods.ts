import { type OperatorFunction, pipe } from "rxjs";
import type { Model } from "../models/mod.ts";
import {
  confidenceGate,
  dualForward,
  type LossParts,
  type Merged,
  mergeLosses,
  type PerNetwork,
  selfGate,
  type StepInput,
} from "../operators/mod.ts";
import type { Config } from "./config.ts";

/** From the input of a step to its losses: what makes one method differ from another. */
export type Method = (
  networks: PerNetwork<Model>,
  settings: Config["method"],
) => OperatorFunction<StepInput, Merged>;

/** A term of equation (7). */
export type LossName = Exclude<keyof LossParts, "total">;

/** How a method trains. */
export interface MethodEntry {
  readonly method: Method;
  /** Whether it trains the auxiliary network as well. */
  readonly dual: boolean;
  /** Whether it looks at unlabelled videos. */
  readonly unlabelled: boolean;
  /** The terms of equation (7) that it trains by; the others are always zero. */
  readonly losses: readonly LossName[];
}

const SUPERVISED = ["supervisedPrimary", "supervisedAuxiliary"] as const;
const PSEUDO = ["pseudoPrimary", "pseudoAuxiliary"] as const;

/** The methods by the name a configuration gives them; each is a composition of the same operators. */
export const METHODS: Readonly<Record<Config["method"]["name"], MethodEntry>> = {
  /** Labels alone: equation (2). */
  supervised: {
    method: (networks) => pipe(dualForward(networks), mergeLosses()),
    dual: false,
    unlabelled: false,
    losses: ["supervisedPrimary"],
  },
  /** One network labels for itself: equation (1). */
  fixmatch: {
    method: (networks, { threshold }) =>
      pipe(dualForward(networks), selfGate({ threshold }), mergeLosses()),
    dual: false,
    unlabelled: true,
    losses: ["supervisedPrimary", "pseudoPrimary"],
  },
  /** Two networks label for each other: equations (2) to (5). */
  cmpl: {
    method: (networks, { threshold }) =>
      pipe(dualForward(networks), confidenceGate({ threshold }), mergeLosses()),
    dual: true,
    unlabelled: true,
    losses: [...SUPERVISED, ...PSEUDO],
  },
  /** The same with contrast between the networks: equation (7). */
  actnetformer: {
    method: (networks, { threshold, temperature }) =>
      pipe(
        dualForward(networks),
        confidenceGate({ threshold }),
        mergeLosses({ contrast: { temperature } }),
      ),
    dual: true,
    unlabelled: true,
    losses: [...SUPERVISED, ...PSEUDO, "contrast"],
  },
};
