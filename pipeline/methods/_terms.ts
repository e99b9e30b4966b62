import { maskedCrossEntropy, supervisedLoss } from "../../models/mod.ts";
import type { Forwarded, Gated, LossTerm } from "../../operators/mod.ts";

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
