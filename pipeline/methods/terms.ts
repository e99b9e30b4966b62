import { maskedCrossEntropy, supervisedLoss } from "../../models/mod.ts";
import type { ByName, Forwarded, Gated, LossTerm, ViewLogits } from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";

/** The cross-entropy of a branch with the labels. */
export function supervisedTerm(branch: string): LossTerm<Forwarded> {
  return { of: ({ logits, batch }) => supervisedLoss(logits[branch]!.labeled!, batch.labels) };
}

/** The cross-entropy of the strong views of a branch with its pseudo-labels that count. */
export function pseudoTerm(branch: string): LossTerm<Gated> {
  return {
    of: ({ logits, gate }) => maskedCrossEntropy(logits[branch]!.strong!, gate.pseudo[branch]!),
    weight: "pseudoLabel",
  };
}

/** Terms of branches that learn the same labels: means over the branches. */
export const MEAN_TERMS = {
  /** On the labeled clips. */
  supervised: {
    of: ({ logits, batch: { labels } }: Forwarded) =>
      meanOf(logits, ({ labeled }) => supervisedLoss(labeled!, labels)),
  },
  /** On the strong views, with the labels of all branches together. */
  pseudo: {
    of: ({ logits, gate: { pseudo: { primary } } }: Gated) =>
      meanOf(logits, ({ strong }) => maskedCrossEntropy(strong!, primary)),
    weight: "pseudoLabel",
  },
} as const;

function meanOf(
  logits: ByName<ViewLogits>,
  lossOf: (branch: ViewLogits) => tf.Scalar,
): tf.Scalar {
  const losses = Object.values<ViewLogits>(logits).map(lossOf);
  return tf.div(tf.addN(losses), losses.length);
}
