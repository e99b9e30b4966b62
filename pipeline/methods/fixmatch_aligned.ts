import { pipe } from "rxjs";
import { alignDistribution, dualForward, mergeLosses, selfGate } from "../../operators/mod.ts";
import { alignmentMeans } from "./_alignment_means.ts";
import { fixmatch } from "./fixmatch.ts";
import type { Method } from "./method.ts";

/** FixMatch whose labels are aligned to the shares of the classes; not of the paper. */
export const fixmatchAligned: Method = {
  ...fixmatch,
  pipeline: (networks, { threshold, classShares }) =>
    pipe(
      dualForward(networks),
      alignDistribution({ shares: classShares }),
      selfGate({ threshold }),
      mergeLosses(),
    ),
  means: (_settings, { classes }) => alignmentMeans(["primary"], classes),
};
