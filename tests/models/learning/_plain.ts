// Arithmetic on arrays of numbers, for the plain implementations that losses are compared with.

type Row = readonly number[];

/** Σ values. */
export function sum(values: Row): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Σ values / their number. */
export function mean(values: Row): number {
  return sum(values) / values.length;
}

/** x · y */
export function dot(x: Row, y: Row): number {
  return sum(x.map((value, index) => value * y[index]!));
}

/** The cosine of two rows; a row of zeros has cosine 0 with all. */
export function cosine(x: Row, y: Row): number {
  return dot(x, y) / Math.max(Math.sqrt(dot(x, x)), 1e-8) / Math.max(Math.sqrt(dot(y, y)), 1e-8);
}

/** log Σ exp(values) */
export function logSumExp(values: Row): number {
  const largest = Math.max(...values);
  return largest + Math.log(sum(values.map((value) => Math.exp(value - largest))));
}

/** log softmax(values) */
export function logSoftmax(values: Row): number[] {
  const normalizer = logSumExp(values);
  return values.map((value) => value - normalizer);
}

/** softmax(values) */
export function softmax(values: Row): number[] {
  return logSoftmax(values).map(Math.exp);
}

/** The index of the first largest value. */
export function argMax(values: Row): number {
  return values.indexOf(Math.max(...values));
}

/** The mean of rows, column by column. */
export function meanRow(rows: readonly Row[]): number[] {
  return rows[0]!.map((_, column) => mean(rows.map((row) => row[column]!)));
}

/** Σ p log(p / q) */
export function divergence(p: Row, q: Row): number {
  return sum(p.map((value, index) => value * Math.log(value / q[index]!)));
}
