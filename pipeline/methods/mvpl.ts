import { pipe } from "rxjs";
import { type Branch, type ByName, forward, meanGate, mergeTerms } from "../../operators/mod.ts";
import type { Method, MethodSteps } from "./method.ts";
import { MEAN_TERMS } from "./terms.ts";

const { supervised, pseudo } = MEAN_TERMS;

const LABELS: MethodSteps = {
  pipeline: (networks, { clips }) =>
    pipe(forward(networks, { branches: branchesOf(clips) }), mergeTerms({ supervised })),
  unlabeled: false,
  losses: ["supervised"],
};

const ALL: MethodSteps = {
  pipeline: (networks, { clips, threshold }) =>
    pipe(
      forward(networks, { branches: branchesOf(clips) }),
      meanGate({ threshold, aggregate: "probabilities" }),
      mergeTerms({ supervised, pseudo }),
    ),
  unlabeled: true,
  losses: ["supervised", "pseudo"],
};

/** All modalities go through one network. */
function branchesOf(clips: readonly string[]): ByName<Branch> {
  const branches = ["primary", "gradient", "flow"].filter((name) => clips.includes(name))
    .map((clip) => [clip, { network: "primary", clip }]);
  return Object.fromEntries(branches) as ByName<Branch>;
}

/**
 * One network sees frames, their temporal gradient and, if the configuration has it, their optical
 * flow, and learns for all of them what it says about them together: MvPL (Xiong et al., "Multiview
 * Pseudo-Labeling for Semi-supervised Learning from Video", ICCV 2021). There is no official code:
 * the equations are those of the paper; all else is proposed, in part after the version in the code
 * of LTG (github.com/lambert-x/video_semisup), which averages logits and has no flow.
 *
 * γ is λ of the paper. Labels alone come first, for `method.supervisedShare` of the steps. A test
 * looks at frames alone.
 */
export const mvpl: Method = {
  ...ALL,
  dual: false,
  clips: { gradient: "gradient" },
  optionalClips: { flow: "flow" },
  weights: ({ gamma }) => ({ pseudoLabel: gamma }),
  phases: ({ supervisedShare }) => [
    { ...LABELS, share: supervisedShare },
    { ...ALL, share: 1 - supervisedShare },
  ],
};
