/**
 * Contrasts of probabilities as their papers define them, in loops over numbers.
 *
 * @module
 */
import { argMax, cosine, logSumExp, mean, meanRow } from "../../models/learning/_plain.ts";
import type { Rows } from "./_shared_terms.ts";

/** NT-Xent between two lists of rows: each row's partner is the row of its index on the other side. */
export function ntXentOf(first: Rows, second: Rows, temperature: number): number {
  const rows = [...first, ...second];
  const count = first.length;
  const losses = rows.map((row, index) => {
    const similarities = rows.map((other) => cosine(row, other) / temperature);
    const others = similarities.filter((_, other) => other !== index);
    return logSumExp(others) - similarities[(index + count) % (2 * count)]!;
  });
  return count === 0 ? 0 : mean(losses);
}

/** The contrast of TCL between the groups that both sides have. */
export function groupContrastOf(first: Rows, second: Rows, temperature: number): number {
  const ofFirst = Map.groupBy(first, argMax);
  const ofSecond = Map.groupBy(second, argMax);
  const classes = [...ofFirst.keys()].filter((name) => ofSecond.has(name));
  return ntXentOf(
    classes.map((name) => meanRow(ofFirst.get(name)!)),
    classes.map((name) => meanRow(ofSecond.get(name)!)),
    temperature,
  );
}
