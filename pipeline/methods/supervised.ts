import { pipe } from "rxjs";
import { dualForward, mergeLosses } from "../../operators/mod.ts";
import type { Method } from "./method.ts";

/** Labels alone: equation (2). */
export const supervised: Method = {
  pipeline: (networks) => pipe(dualForward(networks), mergeLosses()),
  dual: false,
  unlabeled: false,
  losses: ["supervisedPrimary"],
};
