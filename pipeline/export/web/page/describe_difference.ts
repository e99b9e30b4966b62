/** Largest difference between logits of two machines, as a share of the largest logit. */
const TOLERANCE = 1e-3;

/**
 * Compares logits with those that the program computed.
 *
 * @param logits By input of the model.
 * @param expected In the same order.
 * @returns What is wrong; undefined if nothing is.
 */
export function describeDifference(
  logits: readonly Float32Array[],
  expected: readonly (readonly number[])[],
): string | undefined {
  for (const [index, values] of expected.entries()) {
    const largest = Math.max(1, ...values.map(Math.abs));
    const differences = values.map((value, label) => {
      const difference = Math.abs(value - (logits[index]?.[label] ?? NaN));
      return Number.isNaN(difference) ? Infinity : difference;
    });
    const difference = Math.max(...differences);
    if (difference > TOLERANCE * largest) {
      return `it computes wrong numbers here, by ${difference.toPrecision(2)} ` +
        `where the largest is ${largest.toPrecision(2)}`;
    }
  }
  return undefined;
}
