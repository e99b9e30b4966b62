import { pipe } from "rxjs";
import { categoryContrastiveLoss, NAMED_PROJECTIONS, softCrossEntropy } from "../../models/mod.ts";
import {
  type Branch,
  type ByName,
  forward,
  jointProjection,
  mergeTerms,
  type Neighbored,
  neighborGate,
} from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";
import { bankSlots } from "./_bank_slots.ts";
import { pseudoTerm, supervisedTerm } from "./terms.ts";
import type { Method } from "./method.ts";

const STUDENTS = ["primary", "auxiliary"] as const;
const TEACHERS = ["primaryTeacher", "auxiliaryTeacher"] as const;

const BRANCHES: ByName<Branch> = {
  primary: { network: "primary", views: ["labeled", "strong"] },
  auxiliary: { network: "auxiliary", views: ["labeled", "strong"] },
  primaryTeacher: { network: "primary", views: ["labeled", "weak"], average: true },
  auxiliaryTeacher: { network: "auxiliary", views: ["labeled", "weak"], average: true },
};

/** k. */
const NEIGHBORS = 10;

/** Of each network. */
const HEAD = NAMED_PROJECTIONS.plain;

/** Width of the joint projection. */
const WIDTH = STUDENTS.length * HEAD.layers[1];

/**
 * After NCCL (Wu et al., IEEE TIP 32, 2023), of which neither text nor code was at hand: a
 * reconstruction from its abstract. A network of frames and one of gradients learn from the mean of
 * their averages, smoothed by the nearest neighbors in a memory bank; all clips learn from their
 * neighbors, and clips of one category attract each other. Every number is proposed, and that the
 * modalities are joined by their cosines.
 */
export const afterNccl: Method = {
  pipeline: (networks, { threshold, temperature }) =>
    pipe(
      forward(networks, { branches: BRANCHES }),
      neighborGate({
        teachers: TEACHERS,
        threshold,
        temperature,
        neighbors: NEIGHBORS,
        ownShare: 0.9,
      }),
      mergeTerms<Neighbored>({
        supervisedPrimary: supervisedTerm("primary"),
        supervisedAuxiliary: supervisedTerm("auxiliary"),
        pseudoPrimary: pseudoTerm("primary"),
        pseudoAuxiliary: pseudoTerm("auxiliary"),
        neighbors: {
          of: ({ logits, estimate }) => {
            const losses = STUDENTS.map((name) =>
              softCrossEntropy(logits[name]!.strong!, estimate)
            );
            return tf.addN(losses) as tf.Scalar;
          },
          weight: "neighbors",
        },
        contrast: {
          of: ({ views, bank, gate, ...step }) =>
            categoryContrastiveLoss(jointProjection(step, { branches: STUDENTS, view: "strong" }), {
              views,
              bank,
              pseudo: gate.pseudo.primary,
              temperature,
              threshold,
            }),
          weight: "contrast",
        },
      }),
    ),
  dual: true,
  unlabeled: true,
  losses: [
    "supervisedPrimary",
    "supervisedAuxiliary",
    "pseudoPrimary",
    "pseudoAuxiliary",
    "neighbors",
    "contrast",
  ],
  clips: { auxiliary: "gradient" },
  projection: { primary: HEAD, auxiliary: HEAD },
  teacher: true,
  weights: ({ gamma, beta }) => ({ pseudoLabel: gamma, neighbors: 0.5, contrast: beta }),
  memory: (settings, surroundings) => {
    const slots = bankSlots(settings, { ...surroundings, neighbors: NEIGHBORS });
    return {
      embeddings: { shape: [slots, WIDTH], dtype: "float32", fill: 0 },
      probabilities: { shape: [slots, surroundings.classes], dtype: "float32", fill: 0 },
    };
  },
};
