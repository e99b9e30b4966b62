import type { Axis } from "./axis.ts";
import { BASELINE_BELOW_MIDDLE, GAP, LINE_HEIGHT, SMALL_SIZE } from "./measures.ts";
import type { Part } from "./part.ts";
import { svgElement, svgPath, svgText } from "./svg.ts";
import { textWidth } from "./text_width.ts";

/** Where values are in a picture, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Options of {@linkcode plot}. */
export interface PlotOptions {
  /** With the numbers beside the axes, in pixels. */
  readonly width: number;
  /** Of the vertical axis, in pixels. */
  readonly height: number;
  readonly x: Axis;
  /** Its title is written above it; an empty one is omitted. */
  readonly y: Axis;
  /** Draws the values. */
  readonly draw: (area: PlotArea) => readonly string[];
}

/** Room for the numbers beside the vertical axis: axes of plots below one another are in line. */
const LEAST_LEFT = 40;

/** Height of a line of text. */
const LINE = LINE_HEIGHT * SMALL_SIZE;

/** Makes a plot: its axes, thin lines through it for each number of the vertical one, and values. */
export function plot({ width, height, x, y, draw }: PlotOptions): Part {
  const widths = y.ticks.map(({ text }) => textWidth(text, SMALL_SIZE));
  const before = Math.max(LEAST_LEFT, ...widths) + GAP;
  const after = textWidth(x.ticks.at(-1)?.text ?? "", SMALL_SIZE) / 2;
  const below = x.ticks.some(({ detail }) => detail !== undefined) ? 3 * LINE : 2 * LINE;
  const above = y.title === "" ? LINE / 2 : LINE + GAP;
  return {
    width,
    height: above + height + below + GAP / 2,
    draw: (corner, upper) => {
      const left = corner + before;
      const right = corner + width - after;
      const top = upper + above;
      const bottom = top + height;
      const area = {
        left,
        right,
        top,
        bottom,
        x: (value: number) => left + (right - left) * x.share(value),
        y: (value: number) => bottom - height * y.share(value),
      };
      const title = { class: "muted", x: corner, y: upper + SMALL_SIZE, "font-size": SMALL_SIZE };
      return [
        ...(y.title === "" ? [] : [svgText(y.title, title)]),
        ...drawVerticalAxis(y, area),
        ...drawHorizontalAxis(x, area),
        svgText(x.title, {
          class: "muted",
          x: (left + right) / 2,
          y: bottom + below - LINE / 2 + BASELINE_BELOW_MIDDLE * SMALL_SIZE,
          "font-size": SMALL_SIZE,
          "text-anchor": "middle",
        }),
        ...draw(area),
      ];
    },
  };
}

function drawVerticalAxis({ ticks }: Axis, area: PlotArea): string[] {
  const { left, right, top, bottom } = area;
  const rules = ticks.map(({ value }) => svgPath("M", left, area.y(value), "h", right - left));
  return [
    svgElement("path", { class: "rule", d: rules.join(" ") }),
    svgElement("path", { class: "axis", d: svgPath("M", left, top, "V", bottom, "H", right) }),
    ...ticks.map(({ text, value }) =>
      svgText(text, {
        class: "ink",
        x: left - GAP,
        y: area.y(value) + BASELINE_BELOW_MIDDLE * SMALL_SIZE,
        "font-size": SMALL_SIZE,
        "text-anchor": "end",
      })
    ),
  ];
}

function drawHorizontalAxis({ ticks }: Axis, { bottom, x }: PlotArea): string[] {
  const y = bottom + GAP / 2 + SMALL_SIZE;
  return ticks.flatMap(({ text, detail, value }) => {
    const middle = { x: x(value), "font-size": SMALL_SIZE, "text-anchor": "middle" };
    const written = svgText(text, { class: "ink", y, ...middle });
    if (detail === undefined) return [written];
    return [written, svgText(detail, { class: "accent bold", y: y + LINE, ...middle })];
  });
}
