import { pipe } from "rxjs";
import { dualForward, mergeLosses, selfGate } from "../../operators/mod.ts";
import type { Method } from "./method.ts";

/** One network labels for itself: equation (1). */
export const fixmatch: Method = {
  pipeline: (networks, { threshold }) =>
    pipe(dualForward(networks), selfGate({ threshold }), mergeLosses()),
  dual: false,
  unlabeled: true,
  losses: ["supervisedPrimary", "pseudoPrimary"],
};
