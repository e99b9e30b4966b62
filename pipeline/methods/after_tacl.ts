import { pipe } from "rxjs";
import { agreementLoss } from "../../models/mod.ts";
import {
  type Branch,
  type ByName,
  classGate,
  forward,
  mergeTerms,
  type Remembered,
} from "../../operators/mod.ts";
import { pseudoTerm, supervisedTerm } from "./_terms.ts";
import type { Method } from "./method.ts";

/** One network sees clips that are coarse in time, and fine ones. */
const BRANCHES: ByName<Branch> = {
  primary: { network: "primary" },
  fine: { network: "primary", clip: "fine", views: ["weak", "strong"] },
};

/**
 * After TACL (Tong, Tang and Wang, IEEE TCSVT 33(3), 2023), of which neither text nor code was at
 * hand: a reconstruction from its abstract. Coarse and fine clips of a video share the pseudo-label of
 * their mean, whose threshold depends on how well its class is learned, and are to agree. Every number
 * and the form of the agreement are proposed; γ is the weight of both pseudo-label losses together.
 */
export const afterTacl: Method = {
  pipeline: (networks, { threshold }) =>
    pipe(
      forward(networks, { branches: BRANCHES }),
      classGate({ threshold }),
      mergeTerms<Remembered>({
        supervisedPrimary: supervisedTerm("primary"),
        pseudoPrimary: pseudoTerm("primary"),
        pseudoFine: pseudoTerm("fine"),
        agreement: {
          of: ({ logits: { primary, fine } }) => agreementLoss(primary.weak!, fine!.weak!),
          weight: "agreement",
        },
      }),
    ),
  dual: false,
  unlabeled: true,
  losses: ["supervisedPrimary", "pseudoPrimary", "pseudoFine", "agreement"],
  clips: { fine: "rgb" },
  weights: ({ gamma }) => ({ pseudoLabel: gamma / 2, agreement: 1 }),
  memory: (_settings, { unlabeled }) => ({
    selected: { shape: [unlabeled], dtype: "int32", fill: -1 },
  }),
};
