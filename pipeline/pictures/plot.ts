import type { Axis } from "./axis.ts";
import { BASELINE_BELOW_MIDDLE, GAP, LINE_HEIGHT, SMALL_SIZE, TEXT_SIZE } from "./measures.ts";
import type { Part } from "./part.ts";
import { svgElement, svgPath, svgText } from "./svg.ts";
import { textWidth } from "./text_width.ts";

/** Where values are in a picture, in pixels. */
export interface PlotScale {
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
  /** Its title is written above it. */
  readonly y: Axis;
  /** Draws the values. */
  readonly draw: (scale: PlotScale) => readonly string[];
}

/** Room for the numbers beside the vertical axis: axes of plots below one another are in line. */
const LEAST_LEFT = 40;

/** Height of a line of text. */
const LINE = LINE_HEIGHT * SMALL_SIZE;

/** Height of the title above the vertical axis. */
const ABOVE = LINE_HEIGHT * TEXT_SIZE + GAP;

/** Makes a plot: its axes, thin lines through it for each number of the vertical one, and values. */
export function plot({ width, height, x, y, draw }: PlotOptions): Part {
  const widths = y.ticks.map(({ text }) => textWidth(text, SMALL_SIZE));
  const before = Math.max(LEAST_LEFT, ...widths) + GAP;
  const after = textWidth(x.ticks.at(-1)?.text ?? "", SMALL_SIZE) / 2;
  const rows = x.ticks.some(({ detail }) => detail !== undefined) ? 3 : 2;
  return {
    width,
    height: ABOVE + height + GAP / 2 + rows * LINE,
    draw: (corner, upper) => {
      const left = corner + before;
      const right = corner + width - after;
      const bottom = upper + ABOVE + height;
      const scale = {
        x: (value: number) => left + (right - left) * x.share(value),
        y: (value: number) => bottom - height * y.share(value),
      };
      const titleY = upper + TEXT_SIZE;
      return [
        svgText(y.title, { class: "ink bold", x: corner, y: titleY, "font-size": TEXT_SIZE }),
        ...drawVerticalAxis(y, { left, right, scale }),
        svgElement("path", {
          class: "axis",
          d: svgPath("M", left, bottom - height, "V", bottom, "H", right),
        }),
        ...x.ticks.flatMap(({ text, detail, value }) => [
          drawBelow(text, { x: scale.x(value), y: bottom, look: "ink" }),
          ...(detail === undefined
            ? []
            : [drawBelow(detail, { x: scale.x(value), y: bottom + LINE, look: "accent bold" })]),
        ]),
        drawBelow(x.title, {
          x: (left + right) / 2,
          y: bottom + (rows - 1) * LINE,
          look: "muted",
        }),
        ...draw(scale),
      ];
    },
  };
}

/** Where the thin lines begin and end, in pixels. */
interface Rules {
  readonly left: number;
  readonly right: number;
  readonly scale: PlotScale;
}

function drawVerticalAxis({ ticks }: Axis, { left, right, scale }: Rules): string[] {
  const rules = ticks.map(({ value }) => svgPath("M", left, scale.y(value), "h", right - left));
  return [
    svgElement("path", { class: "rule", d: rules.join(" ") }),
    ...ticks.map(({ text, value }) =>
      svgText(text, {
        class: "ink",
        x: left - GAP,
        y: scale.y(value) + BASELINE_BELOW_MIDDLE * SMALL_SIZE,
        "font-size": SMALL_SIZE,
        "text-anchor": "end",
      })
    ),
  ];
}

/** Writes a line below a point. */
function drawBelow(
  text: string,
  { x, y, look }: { readonly x: number; readonly y: number; readonly look: string },
): string {
  const baseline = y + GAP / 2 + SMALL_SIZE;
  const size = { "font-size": SMALL_SIZE, "text-anchor": "middle" };
  return svgText(text, { class: look, x, y: baseline, ...size });
}
