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
import { pseudoTerm, supervisedTerm } from "./_terms.ts";
import type { Method } from "./method.ts";

const BRANCHES: ByName<Branch> = {
  primary: { network: "primary", views: ["labeled", "strong"] },
  mixed: { network: "primary", clip: "mixed", views: ["weak"] },
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
 * Warps the strong views in time, and adds weak views that are mixed in pairs.
 *
 * @param model Its tokens are mixed.
 */
function mixStep({ config }: Model) {
  const patch = config.kind === "timesformer" ? config.patch : USUAL_PATCH;
  return map(({ batch, ...input }: StepInput): MixedStep => {
    const { weak, strong, randomSeed: seed } = batch;
    if (weak === undefined || strong === undefined) {
      throw new TypeError("Cannot mix clips as the batch has no unlabeled clips");
    }
    const { clips, share } = tubeMix(weak.primary, { patch, seed });
    const warped = temporalWarp(strong.primary, { seed });
    return {
      ...input,
      share,
      batch: {
        ...batch,
        weak: { ...weak, mixed: clips },
        strong: { ...strong, primary: warped },
      },
    };
  });
}

function mixLoss(
  { logits, share }: Forwarded & MixedStep,
  threshold: number,
): tf.Scalar {
  const { teacher, mixed } = logits;
  const clips = mixed!.weak!.shape[0];
  const partners = rollBatch<tf.Tensor1D>(tf.range(0, clips, 1, "int32"));
  const targets = mixedTargets(teacher!.weak!, { partners, share, threshold });
  return maskedSquaredError(mixed!.weak!, targets);
}

/**
 * A network learns from the moving average of itself: the labels that this gives to weak views, for
 * strong views that are warped in time; and mixtures of these labels, for mixtures of clips. SVFormer
 * (Xing et al., "SVFormer: Semi-supervised Video Transformer for Action Recognition", CVPR 2023, and
 * its code, github.com/ChenHsing/SVFormer). Mixing weak views, not strong ones, is proposed, and that
 * the weak and the strong view are of the same frames.
 *
 * γ weighs the pseudo-labels, β the mixtures. Labels alone come first, for `method.supervisedShare`
 * of the steps: 5 of 30 epochs in the code.
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
  teacher: true,
  weights: ({ gamma, beta }) => ({ pseudoLabel: gamma, mix: beta }),
};
