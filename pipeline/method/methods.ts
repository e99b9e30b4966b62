import { pipe } from "rxjs";
import { confidenceGate, dualForward, mergeLosses, selfGate } from "../../operators/mod.ts";
import type { MethodName } from "../config/schema.ts";
import type { LossName, Method } from "./method.ts";

const SUPERVISED: readonly LossName[] = ["supervisedPrimary", "supervisedAuxiliary"];
const PSEUDO: readonly LossName[] = ["pseudoPrimary", "pseudoAuxiliary"];

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
export const METHODS: Readonly<Record<MethodName, Method>> = {
  /** Labels alone: equation (2). */
  supervised: {
    pipeline: (networks) => pipe(dualForward(networks), mergeLosses()),
    dual: false,
    unlabeled: false,
    losses: ["supervisedPrimary"],
  },
  /** One network labels for itself: equation (1). */
  fixmatch: {
    pipeline: (networks, { threshold }) =>
      pipe(dualForward(networks), selfGate({ threshold }), mergeLosses()),
    dual: false,
    unlabeled: true,
    losses: ["supervisedPrimary", "pseudoPrimary"],
  },
  /** Two networks label for each other: equations (2) to (5). */
  cmpl: {
    pipeline: (networks, { threshold }) =>
      pipe(dualForward(networks), confidenceGate({ threshold }), mergeLosses()),
    dual: true,
    unlabeled: true,
    losses: [...SUPERVISED, ...PSEUDO],
  },
  /** The same with contrast between the networks: equation (7). */
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
};
