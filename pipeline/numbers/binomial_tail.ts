/** A number of independent trials. */
export interface Trials {
  /** Number of trials. */
  readonly trials: number;
  /** Probability that one succeeds, 0 to 1. */
  readonly probability: number;
}

/**
 * Returns the exact probability that at least a number of trials succeed: the p-value of a
 * one-sided binomial test.
 */
export function binomialTail(successes: number, { trials, probability }: Trials): number {
  if (successes <= 0 || probability >= 1) return 1;
  const odds = Math.log(probability) - Math.log1p(-probability);
  // The logarithm of the probability of exactly `count` successes, from none on.
  let logarithm = trials * Math.log1p(-probability);
  let tail = 0;
  for (let count = 1; count <= trials; count++) {
    logarithm += Math.log((trials - count + 1) / count) + odds;
    if (count >= successes) tail += Math.exp(logarithm);
  }
  return Math.min(1, tail);
}
