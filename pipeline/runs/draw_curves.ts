import { type AxisTicks, axisTicks } from "../pictures/axis_ticks.ts";
import {
  BASELINE_BELOW_MIDDLE,
  MARGIN,
  SMALL_SIZE,
  TEXT_SIZE,
  TITLE_SIZE,
} from "../pictures/measures.ts";
import { svgElement, svgPath, svgText } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { textWidth } from "../pictures/text_width.ts";
import {
  BASELINES,
  DOT_RADIUS,
  HEAD,
  panelPosition,
  pictureSize,
  PLOT,
  SAMPLE,
  TICK_GAP,
} from "./_curves_layout.ts";
import type { Curve, CurvePanel } from "./curve_panel.ts";

/** What is written above the panels. */
export interface CurvesHead {
  readonly title: string;
  readonly subtitle: string;
}

/** Classes of the colors, in the order of the names in a panel. */
const COLORS = ["first", "second", "third", "fourth"] as const;

/** The vertical axis of shares. */
const PERCENT: AxisTicks = { ticks: [0, 20, 40, 60, 80, 100], decimals: 0 };

/** Of fewer steps, each has a number below it, and nothing between them. */
const FEWEST_STEPS = 4;

/** The smallest range of values that fills a panel. */
const SMALLEST_RANGE = 1e-7;

/** Draws panels of curves as SVG, two beside each other. */
export function drawCurves(panels: readonly CurvePanel[], { title, subtitle }: CurvesHead): string {
  const points = panels.flatMap(({ curves }) => curves.flatMap((curve) => curve.points));
  const lastStep = Math.max(1, ...points.map(({ step }) => step));
  const description = `${subtitle} ${panels.map(describePanel).join(" ")}`;
  return svgDocument({ ...pictureSize(panels.length), title, description }, [
    svgText(title, { class: "ink bold", x: MARGIN, y: HEAD.title, "font-size": TITLE_SIZE }),
    svgText(subtitle, { class: "muted", x: MARGIN, y: HEAD.subtitle, "font-size": TEXT_SIZE }),
    ...panels.map((panel, index) => {
      const { x, y } = panelPosition(index);
      return svgElement("g", { transform: `translate(${x} ${y})` }, ...drawPanel(panel, lastStep));
    }),
  ]);
}

/** Where steps and values are, in pixels. */
interface Scale {
  readonly steps: AxisTicks;
  readonly values: AxisTicks;
  readonly x: (step: number) => number;
  readonly y: (value: number) => number;
}

function scaleOf({ curves, unit }: CurvePanel, lastStep: number): Scale {
  const values = unit === "percent" ? PERCENT : ticksAround(curves.flatMap(valuesOf));
  const low = Math.min(...values.ticks);
  const high = Math.max(...values.ticks);
  const steps = axisTicks([0, lastStep], { min: 0, max: lastStep, smallestRange: FEWEST_STEPS });
  return {
    steps: { ...steps, ticks: steps.ticks.filter((tick) => tick <= lastStep) },
    values,
    x: (step) => PLOT.left + (PLOT.right - PLOT.left) * step / lastStep,
    y: (value) => PLOT.bottom - (PLOT.bottom - PLOT.top) * (value - low) / (high - low),
  };
}

/** Round numbers from zero, or below it, to above the values. */
function ticksAround(values: readonly number[]): AxisTicks {
  return axisTicks([0, ...values], {
    min: Math.min(0, ...values),
    max: Infinity,
    smallestRange: SMALLEST_RANGE,
  });
}

function valuesOf({ points }: Curve): number[] {
  return points.map(({ value }) => value);
}

function drawPanel(panel: CurvePanel, lastStep: number): string[] {
  const { curves, hasDots, title } = panel;
  const scale = scaleOf(panel, lastStep);
  const names = [...new Set(curves.map(({ name }) => name))];
  const colorOf = (name: string) => COLORS[names.indexOf(name) % COLORS.length] ?? COLORS[0];
  return [
    svgText(title, { class: "ink bold", x: 0, y: BASELINES.title, "font-size": TEXT_SIZE }),
    // A name that only repeats the title needs no legend.
    ...(names.join().toLowerCase() === title.toLowerCase() ? [] : drawLegend(names, colorOf)),
    ...drawAxes(scale),
    ...curves.map((curve) =>
      svgElement("g", { class: colorOf(curve.name) }, ...drawCurve(curve, { scale, hasDots }))
    ),
  ];
}

/** Names the colors. */
function drawLegend(
  names: readonly string[],
  colorOf: (name: string) => string,
): string[] {
  const y = BASELINES.legend;
  const sampleY = y - BASELINE_BELOW_MIDDLE * SMALL_SIZE;
  let x = 0;
  return names.flatMap((name) => {
    const sample = svgPath("M", x, sampleY, "h", SAMPLE.width);
    const textX = x + SAMPLE.width + SAMPLE.gap;
    x = textX + textWidth(name, SMALL_SIZE) + SAMPLE.after;
    return [
      svgElement("path", { class: `curve ${colorOf(name)}`, d: sample, "stroke-width": 3 }),
      svgText(name, { class: "ink", x: textX, y, "font-size": SMALL_SIZE }),
    ];
  });
}

/** The axes with their numbers, and a line through the plot for each number of the vertical one. */
function drawAxes({ steps, values, x, y }: Scale): string[] {
  const width = PLOT.right - PLOT.left;
  const rules = values.ticks.map((tick) => svgPath("M", PLOT.left, y(tick), "h", width));
  const axes = svgPath("M", PLOT.left, PLOT.top, "V", PLOT.bottom, "H", PLOT.right);
  const small = { class: "ink", "font-size": SMALL_SIZE };
  return [
    svgElement("path", { class: "rule", d: rules.join(" ") }),
    svgElement("path", { class: "axis", d: axes }),
    ...values.ticks.map((tick) =>
      svgText(tick.toFixed(values.decimals), {
        ...small,
        x: PLOT.left - TICK_GAP,
        y: y(tick) + BASELINE_BELOW_MIDDLE * SMALL_SIZE,
        "text-anchor": "end",
      })
    ),
    ...steps.ticks.map((tick) =>
      svgText(tick.toFixed(steps.decimals), {
        ...small,
        x: x(tick),
        y: BASELINES.ticks,
        "text-anchor": "middle",
      })
    ),
    svgText("steps", {
      class: "muted",
      x: (PLOT.left + PLOT.right) / 2,
      y: BASELINES.axis,
      "font-size": SMALL_SIZE,
      "text-anchor": "middle",
    }),
  ];
}

interface DrawCurveOptions {
  readonly scale: Scale;
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
