import { pipe } from "rxjs";
import { dualForward, mergeLosses, selfGate } from "../../operators/mod.ts";
import type { Method } from "../../pipeline/method/method.ts";

/** FixMatch that takes every pseudo-label. */
export default {
  pipeline: (networks) => pipe(dualForward(networks), selfGate({ threshold: 0 }), mergeLosses()),
  dual: false,
  unlabeled: true,
  losses: ["supervisedPrimary", "pseudoPrimary"],
} satisfies Method;
