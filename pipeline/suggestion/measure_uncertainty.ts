import type { PerNetwork } from "../../operators/mod.ts";
import { answersOf } from "../evaluation/answers_of.ts";
import { mainAnswer } from "../evaluation/main_answer.ts";

/** How unsure the networks are about a video; each number is a share of ln(classes), 0 to 1. */
export interface Uncertainty {
  /** Entropy of the mean of the networks' probabilities: the sum of the other two. */
  readonly total: number;
  /** Mean of the entropies of each network's probabilities. */
  readonly doubt: number;
  /** Jensen-Shannon divergence of the networks; 0 if there is only one. */
  readonly disagreement: number;
}

/**
 * Measures how unsure the networks are about a video, and divides that into what each doubts alone
 * and what they disagree about. The entropy of the mean is uncertainty sampling (Lewis and Gale,
 * 1994) with an ensemble (Beluch et al., 2018); the divergence is that of a committee (McCallum and
 * Nigam, 1998), and what BALD (Houlsby et al., 2011) computes for draws of one network.
 *
 * @param probabilities `[classes]` of each network.
 */
export function measureUncertainty(probabilities: PerNetwork<Float32Array>): Uncertainty {
  const answers = answersOf(probabilities);
  const mean = mainAnswer(answers)!;
  const networks = Object.values(probabilities).filter((values) => values !== undefined);
  const largest = Math.log(mean.length);
  const total = entropyOf(mean) / largest;
  const sum = networks.reduce((entropies, values) => entropies + entropyOf(values), 0);
  const doubt = sum / networks.length / largest;
  // Rounding of equal answers may give a little less than nothing.
  return { total, doubt, disagreement: Math.max(0, total - doubt) };
}

/** In nats. */
function entropyOf(probabilities: Float32Array): number {
  let entropy = 0;
  for (const probability of probabilities) {
    if (probability > 0) entropy -= probability * Math.log(probability);
  }
  return entropy;
}
