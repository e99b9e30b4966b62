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
import type { Method, MethodSteps } from "./method.ts";
import { MEAN_TERMS } from "./terms.ts";

const { supervised, pseudo } = MEAN_TERMS;

/** One network sees clips that are coarse in time, and fine ones. */
const BRANCHES: ByName<Branch> = {
  primary: { network: "primary" },
  fine: { network: "primary", clip: "fine" },
};

const LABELS: MethodSteps = {
  pipeline: (networks) =>
    pipe(forward(networks, { branches: BRANCHES }), mergeTerms({ supervised })),
  unlabeled: false,
  losses: ["supervised"],
};

const ALL: MethodSteps = {
  pipeline: (networks, { threshold }) =>
    pipe(
      forward(networks, { branches: BRANCHES }),
      classGate({ threshold }),
      mergeTerms<Remembered>({
        supervised,
        pseudo,
        agreement: {
          of: ({ logits: { primary, fine } }) => agreementLoss(primary.weak!, fine!.weak!),
          weight: "agreement",
        },
      }),
    ),
  unlabeled: true,
  losses: ["supervised", "pseudo", "agreement"],
};

/**
 * After TACL (Tong, Tang and Wang, IEEE TCSVT 33(3), 2023), of which neither text nor code was at
 * hand: a reconstruction from its abstract. Coarse and fine clips of a video share the pseudo-label of
 * their mean, whose threshold depends on how well its class is learned, and are to agree. All numbers
 * are proposed, and so are the form of the agreement, and that both clips learn the labels. γ is the
 * weight of the pseudo-labels, whose loss is the mean of both clips.
 */
export const afterTacl: Method = {
  ...ALL,
  dual: false,
  clips: { fine: "rgb" },
  weights: ({ gamma }) => ({ pseudoLabel: gamma, agreement: 1 }),
  phases: ({ supervisedShare }) => [
    { ...LABELS, share: supervisedShare },
    { ...ALL, share: 1 - supervisedShare },
  ],
  memory: (_settings, { unlabeled }) => ({
    selected: { shape: [unlabeled], dtype: "int32", fill: -1 },
  }),
};
