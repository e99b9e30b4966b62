import { pipe } from "rxjs";
import { confidenceGate, dualForward, mergeLosses } from "../../operators/mod.ts";
import type { Method } from "./method.ts";

/** Two networks label for each other, with contrast between them: equation (7). */
export const actnetformer: Method = {
  pipeline: (networks, { threshold, temperature }) =>
    pipe(
      dualForward(networks),
      confidenceGate({ threshold }),
      mergeLosses({ contrast: { temperature } }),
    ),
  dual: true,
  unlabeled: true,
  losses: [
    "supervisedPrimary",
    "supervisedAuxiliary",
    "pseudoPrimary",
    "pseudoAuxiliary",
    "contrast",
  ],
};
