/**
 * Brings what counts, of all squares and frames of one clip, to [0, 1]: subtracts the smallest value
 * if `fromSmallest`, otherwise nothing, and divides by the largest that is left. All zeros stay
 * zeros.
 *
 * Grad-CAM has a zero of its own, below which is evidence for other classes; the shares of attention
 * rollout have none: each patch has some.
 *
 * @param relevance At least 0.
 */
export function normalizeHeat(
  relevance: Float32Array,
  { fromSmallest }: { readonly fromSmallest: boolean },
): Float32Array {
  const smallest = fromSmallest
    ? relevance.reduce((low, value) => Math.min(low, value), Infinity)
    : 0;
  const range = relevance.reduce((high, value) => Math.max(high, value), 0) - smallest;
  if (!(range > 0)) return new Float32Array(relevance.length);
  return relevance.map((value) => (value - smallest) / range);
}
