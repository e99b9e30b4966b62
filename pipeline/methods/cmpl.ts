import { pipe } from "rxjs";
import { confidenceGate, dualForward, mergeLosses } from "../../operators/mod.ts";
import type { Method } from "./method.ts";

/** Two networks label for each other: equations (2) to (5). */
export const cmpl: Method = {
  pipeline: (networks, { threshold }) =>
    pipe(dualForward(networks), confidenceGate({ threshold }), mergeLosses()),
  dual: true,
  unlabeled: true,
  losses: ["supervisedPrimary", "supervisedAuxiliary", "pseudoPrimary", "pseudoAuxiliary"],
};
