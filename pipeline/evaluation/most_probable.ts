/** Returns the classes of highest probability, the highest first; of equal ones the first. */
export function mostProbable(probabilities: ArrayLike<number>, count: number): number[] {
  const values = Array.from(probabilities);
  return [...values.keys()]
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
    .slice(0, count);
}
