import type { SeriesAnswer } from "../../api.ts";
import { type CurveStyle, curveStyle } from "./curve_style.ts";
import type { Panel, Quantity } from "./list_panels.ts";

/** A run whose curves are drawn. */
export interface CurveRun {
  readonly name: string;
  readonly series: SeriesAnswer;
  readonly style: CurveStyle;
}

/** A line of a chart with the band between the lowest and the highest values. */
export interface Curve {
  readonly name: string;
  readonly style: CurveStyle;
  /** The first step of each bucket. */
  readonly firstSteps: readonly number[];
  /** The last step of each bucket. */
  readonly steps: readonly number[];
  readonly mean: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
}

/**
 * Returns the curves of a panel: all quantities of a single run, or one quantity of several runs,
 * as they could not be told apart otherwise.
 *
 * @param chosen Number of the quantity if there are several runs.
 */
export function curvesOf(
  { quantities }: Panel,
  runs: readonly CurveRun[],
  { chosen }: { readonly chosen: number },
): Curve[] {
  const [first] = runs;
  if (first === undefined) return [];
  if (runs.length === 1) {
    return quantities.flatMap((quantity, index) => {
      return curveOf(first.series, quantity, { name: quantity.name, style: curveStyle(index) });
    });
  }
  const quantity = quantities[chosen] ?? quantities[0];
  if (quantity === undefined) return [];
  return runs.flatMap(({ name, series, style }) => curveOf(series, quantity, { name, style }));
}

/** Empty if the run has no such numbers. */
function curveOf(
  series: SeriesAnswer,
  { table, column }: Quantity,
  { name, style }: Pick<Curve, "name" | "style">,
): Curve[] {
  const { from: firstSteps, to: steps, columns } = series[table];
  const values = columns[column];
  if (values === undefined || values.mean.every((value) => value === null)) return [];
  return [{ name, style, firstSteps, steps, ...values }];
}
