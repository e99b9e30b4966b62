import { map, pipe } from "rxjs";
import { maskedSquaredError, mixedTargets, type Model } from "../../models/mod.ts";
import {
  type Branch,
  type ByName,
  confidenceGate,
  forward,
  type Forwarded,
  type Gated,
  mergeTerms,
  rollBatch,
  type StepInput,
  temporalWarp,
  tubeMix,
} from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";
import { pseudoTerm, supervisedTerm } from "./terms.ts";
import type { Method } from "./method.ts";

const BRANCHES: ByName<Branch> = {
  primary: { network: "primary", views: ["labeled", "strong"] },
  mixed: { network: "primary", clip: "mixed", views: ["strong"] },
  teacher: { network: "primary", views: ["weak"], average: true },
};

/** Side of a token in pixels, for networks without tokens. */
const USUAL_PATCH = 16;

/** A step whose clips were mixed. */
type MixedStep = StepInput & {
  /** λ: the share of each mixed clip that is its own. */
  readonly share: tf.Scalar;
};

/**
 * Warps the strong views in time, and mixes them in pairs, as a further clip.
 *
 * @param model Its tokens are mixed.
 */
function mixStep({ config }: Model) {
  const patch = config.kind === "timesformer" ? config.patch : USUAL_PATCH;
  return map(({ batch, ...input }: StepInput): MixedStep => {
    const { strong, randomSeed: seed } = batch;
    if (strong === undefined) {
      throw new TypeError("Cannot mix clips as the batch has no unlabeled clips");
    }
    const primary = temporalWarp(strong.primary, { seed });
    const { clips: mixed, share } = tubeMix(primary, { patch, seed });
    return { ...input, share, batch: { ...batch, strong: { ...strong, primary, mixed } } };
  });
}

function mixLoss(
  { logits, share }: Forwarded & MixedStep,
  threshold: number,
): tf.Scalar {
  const { teacher, mixed } = logits;
  const clips = mixed!.strong!.shape[0];
  const partners = rollBatch<tf.Tensor1D>(tf.range(0, clips, 1, "int32"));
  const targets = mixedTargets(teacher!.weak!, { partners, share, threshold });
  return maskedSquaredError(mixed!.strong!, targets);
}

/**
 * A network learns from the moving average of itself: the labels that this gives to weak views, for
 * strong views that are warped in time; and mixtures of these labels, for mixtures of the strong
 * views. SVFormer (Xing et al., "SVFormer: Semi-supervised Video Transformer for Action Recognition",
 * CVPR 2023, and its code, github.com/ChenHsing/SVFormer).
 *
 * Otherwise than in the code, the weak and the strong view of a video are of the same frames, and
 * what is warped and mixed is drawn for each clip, not once for all clips of a device; a missing frame
 * is the nearest one that is kept, where the code draws which of its neighbors; and channels are
 * dropped of both clips of a mixture, not of one.
 *
 * γ weighs the pseudo-labels, β the mixtures. Labels alone come first, for `method.supervisedShare`
 * of the steps: 5 of 30 epochs in the code. The average starts from the network's weights after
 * them.
 */
export const svformer: Method = {
  pipeline: (networks, { threshold }) =>
    pipe(
      mixStep(networks.primary),
      forward(networks, { branches: BRANCHES }),
      confidenceGate({ threshold, givers: { primary: "teacher" } }),
      mergeTerms<Gated & MixedStep>({
        supervisedPrimary: supervisedTerm("primary"),
        pseudoPrimary: pseudoTerm("primary"),
        mix: { of: (step) => mixLoss(step, threshold), weight: "mix" },
      }),
    ),
  dual: false,
  unlabeled: true,
  losses: ["supervisedPrimary", "pseudoPrimary", "mix"],
  // They are mixed in pairs.
  leastUnlabeled: 2,
  teacher: true,
  weights: ({ gamma, beta }) => ({ pseudoLabel: gamma, mix: beta }),
};
