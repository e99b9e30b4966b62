import { axisTicks } from "../pictures/axis_ticks.ts";
import { BASELINE_BELOW_MIDDLE } from "../pictures/measures.ts";
import { svgElement, svgPath, svgText } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { percent } from "../terminal/percent.ts";
import {
  BASELINES,
  besideMark,
  type Mark,
  PLOT,
  PLOT_MIDDLE,
  SIZE,
  TEXT_SIZE,
} from "./_figure_layout.ts";
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

/** Size of the font of the title, in pixels. */
const TITLE_SIZE = 14;

/** Baseline of the title of the vertical axis, which is turned, in pixels from the left. */
const VERTICAL_BASELINE = 16;

/** Space between the vertical axis and the numbers beside it, in pixels. */
const TICK_GAP = 8;

const LINE_WIDTH = 1.5;
const POINT_RADIUS = 4;

/** Half the width of the ends of a bar, in pixels. */
const CAP = 4;

/**
 * Draws a figure as SVG; the values are at equal distances, as in the paper. A line below the title
 * says what a point and its bar are.
 */
export function drawSweepFigure({ title, axisTitle, points }: SweepFigure): string {
  const scale = percentScale(points);
  const marks = points.map(({ spread }, index): Mark => ({
    x: PLOT.left + (PLOT.right - PLOT.left) * (index + 0.5) / points.length,
    mean: scale.position(spread.mean),
    upper: scale.position(spread.high),
    lower: scale.position(spread.low),
  }));
  const words = {
    title: `${title}: top-1 accuracy by ${axisTitle}`,
    description: describePoints(points),
  };
  return svgDocument({ ...SIZE, ...words }, [
    ...drawTitles(title, axisTitle),
    centered(describeRuns(points), BASELINES.runs, "muted"),
    ...drawScale(scale),
    ...drawCurve(marks),
    ...points.flatMap((point, index) => drawTexts(point, marks, index)),
  ]);
}

/** The vertical axis. */
interface PercentScale {
  readonly ticks: readonly { readonly text: string; readonly y: number }[];
  /** Where a share is, in pixels. */
  readonly position: (share: number) => number;
}

function percentScale(points: readonly SweepPoint[]): PercentScale {
  const ends = points.flatMap(({ spread }) => [100 * spread.low, 100 * spread.high]);
  const { ticks, decimals } = axisTicks(ends, { min: 0, max: 100 });
  const low = Math.min(...ticks);
  const high = Math.max(...ticks);
  const height = PLOT.bottom - PLOT.top;
  const positionOf = (percent: number) => PLOT.bottom - height * (percent - low) / (high - low);
  return {
    ticks: ticks.map((tick) => ({ text: tick.toFixed(decimals), y: positionOf(tick) })),
    position: (share) => positionOf(100 * share),
  };
}

function drawTitles(title: string, axisTitle: string): string[] {
  const turned = `translate(${VERTICAL_BASELINE} ${PLOT_MIDDLE.y}) rotate(-90)`;
  return [
    svgText(title, {
      class: "ink bold",
      x: PLOT_MIDDLE.x,
      y: BASELINES.title,
      "font-size": TITLE_SIZE,
      "text-anchor": "middle",
    }),
    centered(axisTitle, BASELINES.axisTitle, "ink"),
    svgText("top-1 accuracy (%)", {
      class: "ink",
      "font-size": TEXT_SIZE,
      "text-anchor": "middle",
      transform: turned,
    }),
  ];
}

/** Writes a line of text over or below the middle of the plot. */
function centered(text: string, y: number, color: "ink" | "muted"): string {
  const position = { x: PLOT_MIDDLE.x, y, "text-anchor": "middle" };
  return svgText(text, { class: color, ...position, "font-size": TEXT_SIZE });
}

/** The axes, and a line through the plot for each tick. */
function drawScale({ ticks }: PercentScale): string[] {
  const width = PLOT.right - PLOT.left;
  const lines = ticks.map(({ y }) => svgPath("M", PLOT.left, y, "h", width));
  const axes = svgPath("M", PLOT.left, PLOT.top, "V", PLOT.bottom, "H", PLOT.right);
  return [
    svgElement("path", { class: "rule", d: lines.join(" ") }),
    svgElement("path", { class: "axis", d: axes }),
    ...ticks.map(({ text, y }) =>
      svgText(text, {
        class: "ink",
        x: PLOT.left - TICK_GAP,
        y: y + BASELINE_BELOW_MIDDLE * TEXT_SIZE,
        "font-size": TEXT_SIZE,
        "text-anchor": "end",
      })
    ),
  ];
}

/** The line from point to point, their bars, and the points on top. */
function drawCurve(marks: readonly Mark[]): string[] {
  const line = svgPath(...marks.flatMap(({ x, mean }) => [x, mean]));
  const bars = marks.flatMap(drawBar);
  const points = marks.map(({ x, mean }) =>
    svgElement("circle", { class: "accent", cx: x, cy: mean, r: POINT_RADIUS })
  );
  return [
    svgElement("polyline", { class: "accent-line", points: line, "stroke-width": LINE_WIDTH }),
    ...bars,
    ...points,
  ];
}

/** A bar with its ends; none where lowest and highest are the same. */
function drawBar({ x, upper, lower }: Mark): string[] {
  if (upper === lower) return [];
  const ends = [upper, lower].map((end) => svgPath("M", x - CAP, end, "h", 2 * CAP));
  const path = [svgPath("M", x, upper, "V", lower), ...ends].join(" ");
  return [svgElement("path", { class: "accent-line", d: path })];
}

/** Writes the mean of a point beside it, and its value below the axis. */
function drawTexts(point: SweepPoint, marks: readonly Mark[], index: number): string[] {
  const mark = marks[index];
  if (mark === undefined) return [];
  const neighbors = { before: marks[index - 1]?.mean, after: marks[index + 1]?.mean };
  const size = { "font-size": TEXT_SIZE };
  const below = { x: mark.x, y: BASELINES.labels, "text-anchor": "middle" };
  return [
    svgText(percent(point.spread.mean), {
      class: "ink halo",
      ...besideMark(mark, neighbors),
      ...size,
    }),
    svgText(point.label, { class: "ink", ...below, ...size }),
  ];
}

/** What a point and its bar are. */
function describeRuns(points: readonly SweepPoint[]): string {
  const runs = points.map(({ spread }) => spread.runs);
  const least = Math.min(...runs);
  const most = Math.max(...runs);
  if (most === 1) return "one seed";
  const seeds = least === most ? String(most) : `${least} to ${most}`;
  return `mean of ${seeds} seeds; bars from the lowest to the highest`;
}

/** What the figure shows, in words. */
function describePoints(points: readonly SweepPoint[]): string {
  const values = points.map(({ label, spread: { mean, low, high, runs } }) => {
    const extent = runs === 1 ? "" : ` (${percent(low)} to ${percent(high)})`;
    return `${label}: ${percent(mean)} %${extent}`;
  });
  return `${describeRuns(points)}. ${values.join("; ")}.`;
}
