/**
 * Losses as their papers define them, in loops over numbers: what the losses of whole pipelines are
 * compared with.
 *
 * @module
 */

/** Rows of numbers, such as the logits of each clip. */
export type Rows = readonly (readonly number[])[];

/** The probabilities of logits. */
export function softmaxOf(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = sumOf(powers);
  return powers.map((power) => power / sum);
}

/** Index of the largest number; the first one of several. */
export function argMaxOf(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/** Mean cross-entropy of clips with their labels, each with its weight; divided by all clips. */
export function crossEntropyOf(
  logits: Rows,
  labels: readonly number[],
  weights: readonly number[] = labels.map(() => 1),
): number {
  const losses = logits.map((row, clip) => {
    return -weights[clip]! * Math.log(softmaxOf(row)[labels[clip]!]!);
  });
  return sumOf(losses) / logits.length;
}

/** NT-Xent between two lists of rows: each row's partner is the row of its index on the other side. */
export function ntXentOf(first: Rows, second: Rows, temperature: number): number {
  const rows = [...first, ...second];
  const count = first.length;
  const losses = rows.map((row, index) => {
    const similarities = rows.map((other) => cosineOf(row, other) / temperature);
    const others = similarities.filter((_, other) => other !== index);
    const partner = similarities[(index + count) % (2 * count)]!;
    return Math.log(sumOf(others.map((value) => Math.exp(value)))) - partner;
  });
  return count === 0 ? 0 : sumOf(losses) / rows.length;
}

/** The contrast of TCL between the groups that both sides have. */
export function groupContrastOf(first: Rows, second: Rows, temperature: number): number {
  const groups = [first, second].map((side) => Map.groupBy(side, argMaxOf));
  const [ofFirst, ofSecond] = groups as [Map<number, Rows[number][]>, Map<number, Rows[number][]>];
  const classes = [...ofFirst.keys()].filter((name) => ofSecond.has(name));
  const means = [ofFirst, ofSecond].map((side) => classes.map((name) => meanOf(side.get(name)!)));
  return ntXentOf(means[0]!, means[1]!, temperature);
}

function meanOf(rows: Rows): number[] {
  return rows[0]!.map((_, column) => sumOf(rows.map((row) => row[column]!)) / rows.length);
}

function cosineOf(first: readonly number[], second: readonly number[]): number {
  const product = (a: readonly number[], b: readonly number[]) =>
    sumOf(a.map((value, index) => value * b[index]!));
  return product(first, second) / Math.sqrt(product(first, first) * product(second, second));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
