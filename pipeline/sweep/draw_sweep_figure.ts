import type { Axis } from "../pictures/axis.ts";
import { numberAxis } from "../pictures/number_axis.ts";
import { plot, type PlotScale } from "../pictures/plot.ts";
import { svgElement, svgPath } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { percent } from "../terminal/percent.ts";
import type { Spread } from "./spread.ts";

/**
 * A figure of one hyper-parameter: a point for each value, with a bar from lowest to highest seed.
 */
export interface SweepFigure {
  /** Written above the plot. */
  readonly title: string;
  /** What the values are. */
  readonly axisTitle: string;
  /** At equal distances, from left to right. */
  readonly points: readonly SweepPoint[];
}

/** A value of the hyper-parameter. */
export interface SweepPoint {
  /** The value, as it is written below the axis. */
  readonly label: string;
  /** Shares, 0 to 1; shown in per cent. */
  readonly spread: Spread;
}

/** In pixels. */
const SIZE = { width: 520, height: 220 } as const;

/** Of a point, in pixels. */
const RADIUS = 4;

/** Half the width of the ends of a bar, in pixels. */
const CAP = 4;

/**
 * Draws a figure as SVG; the values are at equal distances, as in the paper. A line below the title
 * says what a point and its bar are.
 */
export function drawSweepFigure({ title, axisTitle, points }: SweepFigure): string {
  const ends = points.flatMap(({ spread }) => [100 * spread.low, 100 * spread.high]);
  const runs = describeRuns(points);
  const content = plot({
    ...SIZE,
    x: valueAxis(axisTitle, points),
    y: numberAxis(ends, {
      title: "test videos answered right (top-1 accuracy, %)",
      min: 0,
      max: 100,
    }),
    draw: (scale) => drawPoints(points, scale),
  });
  return svgDocument({
    title: `${title}: top-1 accuracy by ${axisTitle}`,
    explanation: [`A point is the ${runs}.`],
    description: `${runs}. ${points.map(describePoint).join("; ")}.`,
  }, content);
}

/** The values at equal distances, each with its mean. */
function valueAxis(title: string, points: readonly SweepPoint[]): Axis {
  return {
    title,
    ticks: points.map(({ label, spread }, value) => ({
      text: label,
      detail: `${percent(spread.mean)} %`,
      value,
    })),
    share: (value) => (value + 0.5) / points.length,
  };
}

/** The line from mean to mean, bars, and the means on top. */
function drawPoints(points: readonly SweepPoint[], { x, y }: PlotScale): string[] {
  const line = svgPath(...points.flatMap(({ spread }, index) => [x(index), y(100 * spread.mean)]));
  const bars = points.flatMap(({ spread: { low, high } }, index) => {
    // Nothing where lowest and highest are the same.
    if (low === high) return [];
    const ends = [y(100 * low), y(100 * high)] as const;
    const caps = ends.map((end) => svgPath("M", x(index) - CAP, end, "h", 2 * CAP));
    const d = [svgPath("M", x(index), ends[0], "V", ends[1]), ...caps].join(" ");
    return [svgElement("path", { class: "curve series-1", d })];
  });
  return [
    svgElement("polyline", { class: "curve series-1", points: line }),
    ...bars,
    ...points.map(({ spread }, index) =>
      svgElement("circle", { class: "accent", cx: x(index), cy: y(100 * spread.mean), r: RADIUS })
    ),
  ];
}

/** What a point and its bar are. */
function describeRuns(points: readonly SweepPoint[]): string {
  const runs = points.map(({ spread }) => spread.runs);
  const least = Math.min(...runs);
  const most = Math.max(...runs);
  if (most === 1) return "result of one seed";
  const seeds = least === most ? String(most) : `${least} to ${most}`;
  return `mean of ${seeds} seeds; its bar reaches from the lowest to the highest of them`;
}

function describePoint({ label, spread: { mean, low, high, runs } }: SweepPoint): string {
  const extent = runs === 1 ? "" : ` (${percent(low)} to ${percent(high)})`;
  return `${label}: ${percent(mean)} %${extent}`;
}
