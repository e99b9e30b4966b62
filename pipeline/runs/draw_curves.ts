import { scaleLinear } from "d3-scale";
import type { Axis } from "../pictures/axis.ts";
import { below } from "../pictures/below.ts";
import { beside } from "../pictures/beside.ts";
import { legend } from "../pictures/legend.ts";
import { GAP, MARGIN } from "../pictures/measures.ts";
import { numberAxis } from "../pictures/number_axis.ts";
import type { Part } from "../pictures/part.ts";
import { plot, type PlotScale } from "../pictures/plot.ts";
import { svgElement, svgPath } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import type { Curve, CurvePanel } from "./curve_panel.ts";

/** What is written above the panels. */
export interface CurvesHead {
  readonly title: string;
  /** Paragraphs on how the curves are to be read. */
  readonly explanation: readonly string[];
  /**
   * What the points of a curve are at.
   *
   * @default "steps"
   */
  readonly axisTitle?: string;
}

/** Panels beside each other. */
const COLUMNS = 2;

/** Size of a panel in pixels; its height without title and legend. */
const PANEL = { width: 430, height: 192 } as const;

/** Colors of the palette: those of further curves are the first ones again. */
const COLORS = 6;

const DOT_RADIUS = 3;

/** Of a curve in the legend, in pixels. */
const SAMPLE = { width: 20, height: 12 } as const;

/** About how many distances the steps are divided into. */
const DISTANCES = 4;

/** The smallest range of values that fills a panel. */
const SMALLEST_RANGE = 1e-7;

/** Draws panels of curves as SVG, two beside each other. */
export function drawCurves(
  panels: readonly CurvePanel[],
  { title, explanation, axisTitle = "steps" }: CurvesHead,
): string {
  const points = panels.flatMap(({ curves }) => curves.flatMap((curve) => curve.points));
  const steps = stepAxis(axisTitle, Math.max(1, ...points.map(({ step }) => step)));
  const parts = panels.map((panel) => panelPart(panel, steps));
  const rows = Array.from(
    { length: Math.ceil(parts.length / COLUMNS) },
    (_, row) => beside(parts.slice(row * COLUMNS, (row + 1) * COLUMNS), { gap: MARGIN }),
  );
  const description = panels.map(describePanel).join(" ");
  return svgDocument({ title, explanation, description }, below(rows, MARGIN));
}

/** Whole steps from none to the last one, which need not be a round number. */
function stepAxis(title: string, lastStep: number): Axis {
  const scale = scaleLinear([0, lastStep], [0, 1]);
  const format = scale.tickFormat(DISTANCES);
  const ticks = scale.ticks(DISTANCES)
    .filter(Number.isInteger)
    .map((value) => ({ value, text: format(value) }));
  return { title, ticks, share: (value) => scale(value) };
}

function valueAxis({ title, curves, unit }: CurvePanel): Axis {
  if (unit === "percent") return numberAxis([0, 100], { title, min: 0, max: 100 });
  const values = curves.flatMap(({ points }) => points.map(({ value }) => value));
  const min = Math.min(0, ...values);
  return numberAxis([0, ...values], { title, min, smallestRange: SMALLEST_RANGE });
}

function panelPart(panel: CurvePanel, steps: Axis): Part {
  const { curves, hasDots } = panel;
  const meanings = new Map(curves.map(({ name, meaning }) => [name, meaning]));
  const names = [...meanings.keys()];
  const colorOf = (name: string) => `series-${names.indexOf(name) % COLORS + 1}`;
  const entries = [...meanings].map(([name, meaning]) => ({
    sample: samplePart(colorOf(name)),
    text: `${name}: ${meaning}`,
  }));
  const values = plot({
    ...PANEL,
    x: steps,
    y: valueAxis(panel),
    draw: (scale) =>
      curves.map((curve) =>
        svgElement("g", { class: colorOf(curve.name) }, ...drawCurve(curve, { scale, hasDots }))
      ),
  });
  return below([values, legend(entries, PANEL)], GAP);
}

function samplePart(color: string): Part {
  return {
    ...SAMPLE,
    draw: (left, top) => {
      const d = svgPath("M", left, top + SAMPLE.height / 2, "h", SAMPLE.width);
      return [svgElement("path", { class: `curve ${color}`, d, style: "stroke-width: 3" })];
    },
  };
}

interface DrawCurveOptions {
  readonly scale: PlotScale;
  readonly hasDots: boolean;
}

function drawCurve({ points, isDashed }: Curve, { scale, hasDots }: DrawCurveOptions): string[] {
  const positions = points.map(({ step, value }) => ({ x: scale.x(step), y: scale.y(value) }));
  const line = svgElement("polyline", {
    class: isDashed ? "curve dashed" : "curve",
    points: svgPath(...positions.flatMap(({ x, y }) => [x, y])),
  });
  // A single point has no line.
  if (!hasDots && points.length > 1) return [line];
  const dots = positions.map(({ x, y }) =>
    svgElement("circle", { class: "dot", cx: x, cy: y, r: DOT_RADIUS })
  );
  return [line, ...dots];
}

/** Says in words where the curves of a panel end. */
function describePanel({ title, curves }: CurvePanel): string {
  const ends = curves.map(({ name, isDashed, points }) => {
    const network = isDashed ? " (auxiliary)" : "";
    return `${name}${network} ${points.at(-1)?.value.toPrecision(3)}`;
  });
  return `${title} at the end: ${ends.join(", ")}.`;
}
