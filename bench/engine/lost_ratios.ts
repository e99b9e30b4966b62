import type { EngineRow } from "./results.ts";

/** Share by which a ratio may be below the committed one: what shared machines differ by. */
const RATIO_BAND = 0.15;

/**
 * Compares new rows with the committed ones: returns a line for each whose ratio to PyTorch is lower
 * by more than 15 %, or that has no committed row to compare with.
 */
export function lostRatios(
  rows: readonly EngineRow[],
  committed: readonly EngineRow[],
): readonly string[] {
  return rows.flatMap((row): string[] => {
    const before = committed.find((other) =>
      other.row === row.row && other.precision === row.precision
    );
    const name = `(${row.row}) ${row.precision}`;
    if (before === undefined || before.ratio === null || row.ratio === null) {
      return [`${name}: there is no ratio to compare with`];
    }
    const lowest = (1 - RATIO_BAND) * before.ratio;
    if (row.ratio >= lowest) return [];
    return [
      `${name}: the ratio must be at least ${lowest.toFixed(2)} (${RATIO_BAND * 100} % below the ` +
      `committed ${before.ratio.toFixed(2)}): current value is ${row.ratio.toFixed(2)}`,
    ];
  });
}
