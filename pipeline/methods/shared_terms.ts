import { maskedCrossEntropy, supervisedLoss } from "../../models/mod.ts";
import type { ByName, Forwarded, Gated, ViewLogits } from "../../operators/mod.ts";
import { tf } from "../../runtime/mod.ts";

/** Terms of branches that learn the same labels: means over the branches. */
export const SHARED_TERMS = {
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
