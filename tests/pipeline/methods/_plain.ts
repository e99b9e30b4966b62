/** Rows of numbers. */
export type Matrix = readonly (readonly number[])[];

/** The product of a row and a matrix, for each row. */
export function product(rows: Matrix, matrix: Matrix): number[][] {
  return rows.map((row) =>
    matrix[0]!.map((_, column) => dot(row, matrix.map((values) => values[column]!)))
  );
}

/** Σ a · b. */
export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

/** The mean of numbers. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The probabilities of one clip's logits. */
export function softmax(logits: readonly number[]): number[] {
  const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The index of the highest value. */
export function argmax(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/** The mean of the same clip's probabilities in several branches, for each clip. */
export function meanOf(branches: readonly Matrix[]): number[][] {
  return branches[0]!.map((row, clip) =>
    row.map((_, label) => mean(branches.map((rows) => rows[clip]![label]!)))
  );
}

/** The mean cross-entropy with labels; clips that do not count are zero. */
export function crossEntropy(
  logits: Matrix,
  labels: readonly number[],
  mask: readonly number[] = labels.map(() => 1),
): number {
  return mean(logits.map((row, clip) => -mask[clip]! * Math.log(softmax(row)[labels[clip]!]!)));
}

/** Rows of length 1. */
export function directions(rows: Matrix): number[][] {
  return rows.map((row) => row.map((value) => value / Math.sqrt(dot(row, row))));
}
