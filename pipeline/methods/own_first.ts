import { pipe } from "rxjs";
import { alignDistribution, dualForward, mergeLosses, ownFirstGate } from "../../operators/mod.ts";
import { alignmentMeans } from "./_alignment_means.ts";
import { cmpl } from "./cmpl.ts";
import type { Method } from "./method.ts";

/**
 * Two networks learn from their own confident labels, and from the other's where they have none;
 * the labels are aligned to the shares of the classes. Not of the paper.
 */
export const ownFirst: Method = {
  ...cmpl,
  pipeline: (networks, { threshold, classShares }) =>
    pipe(
      dualForward(networks),
      alignDistribution({ shares: classShares }),
      ownFirstGate({ threshold }),
      mergeLosses(),
    ),
  means: (_settings, { classes }) => alignmentMeans(["primary", "auxiliary"], classes),
};
