import { pipe } from "rxjs";
import { confidenceGate, dualForward, mergeLosses, selfGate } from "../../operators/mod.ts";
import type { MethodName } from "../config/schema.ts";
import type { LossName, Method } from "./method.ts";

const SUPERVISED: readonly LossName[] = ["supervisedPrimary", "supervisedAuxiliary"];
const PSEUDO: readonly LossName[] = ["pseudoPrimary", "pseudoAuxiliary"];

/** The methods that come with the program, by their `method.name`. */
export interface Methods {
  /** Labels alone: equation (2). */
  readonly supervised: Method;
  /** One network labels for itself: equation (1). */
  readonly fixmatch: Method;
  /** Two networks label for each other: equations (2) to (5). */
  readonly cmpl: Method;
  /** The same with contrast between the networks: equation (7). */
  readonly actnetformer: Method;
}

/**
 * The methods that come with the program; each is a composition of the same operators.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { METHODS } from "@actnetformer/deno/pipeline";
 *
 * assert.deepEqual(Object.keys(METHODS), ["supervised", "fixmatch", "cmpl", "actnetformer"]);
 * assert.deepEqual(METHODS.fixmatch.losses, ["supervisedPrimary", "pseudoPrimary"]);
 * ```
 */
export const METHODS: Methods = {
  supervised: {
    pipeline: (networks) => pipe(dualForward(networks), mergeLosses()),
    dual: false,
    unlabeled: false,
    losses: ["supervisedPrimary"],
  },
  fixmatch: {
    pipeline: (networks, { threshold }) =>
      pipe(dualForward(networks), selfGate({ threshold }), mergeLosses()),
    dual: false,
    unlabeled: true,
    losses: ["supervisedPrimary", "pseudoPrimary"],
  },
  cmpl: {
    pipeline: (networks, { threshold }) =>
      pipe(dualForward(networks), confidenceGate({ threshold }), mergeLosses()),
    dual: true,
    unlabeled: true,
    losses: [...SUPERVISED, ...PSEUDO],
  },
  actnetformer: {
    pipeline: (networks, { threshold, temperature }) =>
      pipe(
        dualForward(networks),
        confidenceGate({ threshold }),
        mergeLosses({ contrast: { temperature } }),
      ),
    dual: true,
    unlabeled: true,
    losses: [...SUPERVISED, ...PSEUDO, "contrast"],
  },
} satisfies Record<MethodName, Method>;
