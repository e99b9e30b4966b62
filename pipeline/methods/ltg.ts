import { pipe } from "rxjs";
import { alignmentLoss, crossContrastiveLoss, NAMED_PROJECTIONS } from "../../models/mod.ts";
import {
  forward,
  type Forwarded,
  meanGate,
  mergeTerms,
  rowsToContrast,
} from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";
import type { Method, MethodSteps } from "./method.ts";
import { MEAN_TERMS } from "./terms.ts";

const { supervised, pseudo } = MEAN_TERMS;

/** The terms that need no pseudo-labels. */
function featureTerms(temperature: number) {
  return {
    supervised,
    alignment: { of: alignment, weight: "alignment" },
    contrast: { of: (step: Forwarded) => contrast(step, temperature), weight: "contrast" },
  };
}

const FEATURES: MethodSteps = {
  // As in the published code, batch norm sees the strong views from the first step on.
  pipeline: (networks, { temperature }) =>
    pipe(forward(networks, { stages: true }), mergeTerms(featureTerms(temperature))),
  unlabeled: true,
  losses: ["supervised", "alignment", "contrast"],
};

const ALL: MethodSteps = {
  pipeline: (networks, { threshold, temperature }) =>
    pipe(
      forward(networks, { stages: true }),
      meanGate({ threshold, aggregate: "logits" }),
      mergeTerms({ ...featureTerms(temperature), pseudo }),
    ),
  unlabeled: true,
  losses: ["supervised", "pseudo", "alignment", "contrast"],
};

/** The mean over labeled and weak clips; the network of frames learns from that of gradients. */
function alignment({ stages: { primary, auxiliary } }: Forwarded): tf.Scalar {
  const views = (["labeled", "weak"] as const).map((view) => {
    const stages = primary[view]!;
    return { clips: stages[0]!.shape[0], loss: alignmentLoss(stages, auxiliary![view]!) };
  });
  const clips = views.reduce((total, view) => total + view.clips, 0);
  return tf.addN(views.map((view) => tf.mul(view.loss, view.clips / clips))) as tf.Scalar;
}

/** Over labeled and weak clips together. */
function contrast(step: Forwarded, temperature: number): tf.Scalar {
  const featuresOf = (network: "primary" | "auxiliary") => {
    const { labeled, weak } = step.projections[network]!;
    return rowsToContrast(step, tf.concat([labeled!, weak!]), network);
  };
  return crossContrastiveLoss(featuresOf("primary"), featuresOf("auxiliary"), { temperature });
}

/**
 * Two networks, one of frames and one of their temporal gradient, learn what they say together; in
 * each stage, and in a projection, the first is to see what the second sees: LTG (Xiao et al.,
 * "Learning from Temporal Gradient for Semi-supervised Action Recognition", CVPR 2022, and its code,
 * github.com/lambert-x/video_semisup). A test of the paper looks at the primary network alone, that
 * of frames.
 *
 * γ weighs the pseudo-labels, β the contrast, `method.weights.alignment` the alignment: 1 each in
 * the paper, without a ramp. Pseudo-labels count after `method.supervisedShare` of the steps; the
 * other terms from the first step on.
 */
export const ltg: Method = {
  ...ALL,
  dual: true,
  clips: { auxiliary: "gradient" },
  projection: { primary: NAMED_PROJECTIONS.ltg, auxiliary: NAMED_PROJECTIONS.ltg },
  stages: true,
  weights: ({ gamma, beta }) => ({ pseudoLabel: gamma, contrast: beta, alignment: 1 }),
  phases: ({ supervisedShare }) => [
    { ...FEATURES, share: supervisedShare },
    { ...ALL, share: 1 - supervisedShare },
  ],
};
