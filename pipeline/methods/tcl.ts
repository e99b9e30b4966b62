import { pipe } from "rxjs";
import { contrastiveLoss, groupContrastiveLoss, maskedCrossEntropy } from "../../models/mod.ts";
import {
  forward,
  type Forwarded,
  type Gated,
  type LossTerm,
  mergeTerms,
  rowsToContrast,
  selfGate,
} from "../../operators/mod.ts";
import { supervisedTerm } from "./terms.ts";
import type { Method, MethodSteps } from "./method.ts";
import { supervised } from "./supervised.ts";

const PRIMARY = { network: "primary", views: ["labeled", "weak"] } as const;

/** The clips of fewer frames, which learn from those of the network's own rate. */
const SLOW = { network: "primary", clip: "slow", views: ["weak"] } as const;

const CONTRASTS = { contrast: contrastiveLoss, groupContrast: groupContrastiveLoss } as const;

function contrastTerm(name: keyof typeof CONTRASTS, temperature: number): LossTerm<Forwarded> {
  const options = { temperature, teacher: "primary" } as const;
  return {
    of(step) {
      const { primary, slow } = step.logits;
      const rows = rowsToContrast(step, primary.weak!, `${name}, primary`);
      return CONTRASTS[name](rows, rowsToContrast(step, slow!.weak!, `${name}, slow`), options);
    },
    weight: name,
  };
}

const CONTRAST: MethodSteps = {
  pipeline: (networks, { temperature }) =>
    pipe(
      forward(networks, { branches: { primary: PRIMARY, slow: SLOW }, apart: true }),
      mergeTerms({
        supervisedPrimary: supervisedTerm("primary"),
        contrast: contrastTerm("contrast", temperature),
        groupContrast: contrastTerm("groupContrast", temperature),
      }),
    ),
  unlabeled: true,
  losses: ["supervisedPrimary", "contrast", "groupContrast"],
};

const FINE_TUNING: MethodSteps = {
  pipeline: (networks, { threshold }) =>
    pipe(
      forward(networks, { branches: { primary: PRIMARY }, apart: true }),
      selfGate({ threshold }),
      mergeTerms<Gated>({
        supervisedPrimary: supervisedTerm("primary"),
        pseudoPrimary: {
          // There is no other view: a clip is taught what the network says about it.
          of: ({ logits, gate }) => maskedCrossEntropy(logits.primary.weak!, gate.pseudo.primary),
          weight: "pseudoLabel",
        },
      }),
    ),
  unlabeled: true,
  losses: ["supervisedPrimary", "pseudoPrimary"],
};

/**
 * One network sees the same videos at two frame rates, and is to give the slow clips, and groups of
 * them, the probabilities of the others: TCL (Singh et al., "Semi-Supervised Action Recognition with
 * Temporal Contrastive Learning", CVPR 2021, and its code, github.com/CVIR/TCL). Labels alone come
 * first, for `method.supervisedShare` of the steps; the last seventh of the others has no contrast,
 * but the network's own confident labels, at a tenth of the learning rate. A share of 0.125 gives
 * the 50, 300 and 50 of 400 epochs of the code.
 *
 * γ weighs the contrast of clips, β that of groups; pseudo-labels count once, unless
 * `method.weights.pseudoLabel` says otherwise.
 */
export const tcl: Method = {
  ...CONTRAST,
  dual: false,
  clips: { slow: "rgb" },
  strong: false,
  weights: ({ gamma, beta }) => ({ contrast: gamma, groupContrast: beta, pseudoLabel: 1 }),
  phases: ({ supervisedShare }) => {
    const others = 1 - supervisedShare;
    return [
      { ...supervised, share: supervisedShare },
      { ...CONTRAST, share: others * 6 / 7 },
      { ...FINE_TUNING, share: others / 7, restartRate: 0.1 },
    ];
  },
};
