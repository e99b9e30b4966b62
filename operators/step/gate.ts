import type { PseudoLabels } from "../../models/mod.ts";
import type { tf } from "../../runtime/mod.ts";
import type { Forwarded } from "./dual_forward.ts";
import type { PerNetwork } from "./per_network.ts";

/** Options of {@linkcode confidenceGate} and {@linkcode selfGate}. */
export interface GateOptions {
  /** δ: the confidence from which a pseudo-label counts. */
  readonly threshold: number;
}

/** The pseudo-labels of one step. */
export type Gate = {
  /** By the network that learns from them: those for `primary` may be given by the auxiliary one. */
  readonly pseudo: PerNetwork<Record<keyof PseudoLabels, tf.Tensor1D>>;
  /** The share of the clips that both networks give the same class; absent for a single network. */
  readonly agreement?: tf.Scalar;
};

/** A step's input, the outputs of the networks, and the pseudo-labels that count. */
export type Gated = Forwarded & {
  /** The pseudo-labels. */
  readonly gate: Gate;
};
