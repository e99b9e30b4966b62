import type { Axis } from "../pictures/axis.ts";
import { SMALL_SIZE } from "../pictures/measures.ts";
import { numberAxis } from "../pictures/number_axis.ts";
import { plot, type PlotArea } from "../pictures/plot.ts";
import { svgElement, svgPath, svgText } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { percent } from "../terminal/percent.ts";
import { besideMark, type Mark } from "./_beside_mark.ts";
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

const POINT_RADIUS = 4;

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
    draw: (area) => drawPoints(points, area),
  });
  return svgDocument({
    title: `${title}: top-1 accuracy by ${axisTitle}`,
    explanation: [`A point is the ${runs}.`],
    description: `${runs}. ${points.map(describePoint).join("; ")}.`,
  }, content);
}

/** The values at equal distances. */
function valueAxis(title: string, points: readonly SweepPoint[]): Axis {
  return {
    title,
    ticks: points.map(({ label }, value) => ({ text: label, value })),
    share: (value) => (value + 0.5) / points.length,
  };
}

/** The line from point to point, their bars, the points on top, and their means. */
function drawPoints(points: readonly SweepPoint[], area: PlotArea): string[] {
  const marks = points.map(({ spread }, index): Mark => ({
    x: area.x(index),
    mean: area.y(100 * spread.mean),
    upper: area.y(100 * spread.high),
    lower: area.y(100 * spread.low),
  }));
  const line = svgPath(...marks.flatMap(({ x, mean }) => [x, mean]));
  return [
    svgElement("polyline", { class: "curve series-1", points: line }),
    ...marks.flatMap(drawBar),
    ...marks.map(({ x, mean }) =>
      svgElement("circle", { class: "accent", cx: x, cy: mean, r: POINT_RADIUS })
    ),
    ...marks.map((mark, index) => {
      const before = marks[index - 1]?.mean;
      const after = marks[index + 1]?.mean;
      return svgText(percent(points[index]?.spread.mean ?? null), {
        class: "ink halo",
        ...besideMark(mark, { before, after, area }),
        "font-size": SMALL_SIZE,
      });
    }),
  ];
}

/** A bar with its ends; none where lowest and highest are the same. */
function drawBar({ x, upper, lower }: Mark): string[] {
  if (upper === lower) return [];
  const ends = [upper, lower].map((end) => svgPath("M", x - CAP, end, "h", 2 * CAP));
  const path = [svgPath("M", x, upper, "V", lower), ...ends].join(" ");
  return [svgElement("path", { class: "accent-line", d: path })];
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
