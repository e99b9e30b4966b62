import { pipe } from "rxjs";
import { auxiliaryContrastiveLoss, NAMED_PROJECTIONS } from "../../models/mod.ts";
import {
  type Branch,
  type ByName,
  forward,
  type Forwarded,
  mergeTerms,
  rowsToContrast,
} from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";
import { supervisedTerm } from "./terms.ts";
import type { Method } from "./method.ts";

const BRANCHES: ByName<Branch> = {
  primary: { network: "primary", views: ["labeled", "weak"] },
  auxiliary: { network: "auxiliary", views: ["labeled", "weak"] },
};

/** One linear layer. */
const HEAD = { layers: [NAMED_PROJECTIONS.plain.layers[1]], normalized: false };

/**
 * After DANet (Gao et al., Neural Networks 158, 2023), of which neither text nor code was at hand: a
 * reconstruction from its abstract. The primary network learns labels, and that its view of a video
 * resembles what a frozen network, trained on images before, sees in another clip of it. One auxiliary
 * network instead of several; every number, and that it is frozen, is proposed. Its classifier is
 * trained on its frozen features, so that its answers mean something; the primary network sees nothing
 * of that.
 */
export const afterDanet: Method = {
  pipeline: (networks, { temperature }) =>
    pipe(
      forward(networks, { branches: BRANCHES }),
      mergeTerms({
        supervisedPrimary: supervisedTerm("primary"),
        supervisedAuxiliary: supervisedTerm("auxiliary"),
        contrast: {
          of: (step) =>
            auxiliaryContrastiveLoss(allOf(step, "primary"), {
              auxiliary: allOf(step, "auxiliary"),
            }, {
              temperature,
            }),
          weight: "contrast",
        },
      }),
    ),
  dual: true,
  unlabeled: true,
  strong: false,
  losses: ["supervisedPrimary", "supervisedAuxiliary", "contrast"],
  projection: { primary: HEAD, auxiliary: HEAD },
  frozen: ["auxiliary"],
};

/** The projections of all clips, labeled or not. */
function allOf(step: Forwarded, branch: string): tf.Tensor2D {
  const { labeled, weak } = step.projections[branch]!;
  return rowsToContrast(step, tf.concat([labeled!, weak!]), branch);
}
