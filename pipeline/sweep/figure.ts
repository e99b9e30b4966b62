import type { Spread } from "./results.ts";

/** A figure of one hyper-parameter: a point for each value, with a bar from lowest to highest seed. */
export interface SweepFigure {
  readonly title: string;
  /** What the values are. */
  readonly axisTitle: string;
  /** Shares, 0 to 1; shown in per cent. */
  readonly points: readonly { readonly label: string; readonly spread: Spread }[];
}

const WIDTH = 480;
const HEIGHT = 340;
/** Space around the plot, in pixels. */
const AROUND = { left: 64, right: 16, top: 64, bottom: 56 } as const;
/** Edges of the plot. */
const PLOT = { right: WIDTH - AROUND.right, base: HEIGHT - AROUND.bottom } as const;
const INK = "#222";
const PALE = "#666";
const GRID = "#ddd";
const LINE = "#1f5fa8";
/** About the width of a digit. */
const LETTER_WIDTH = 7;
/** Half the width of the ends of a bar. */
const CAP = 4;

/** A point in the picture. */
interface Mark {
  readonly x: number;
  readonly mean: number;
  /** Ends of the bar: the upper one is the smaller number. */
  readonly upper: number;
  readonly lower: number;
}

/**
 * Draws a figure as SVG; the values stand at equal distances, as in the paper. Where points have several
 * runs a line below the title says so and what the bars are.
 */
export function drawSweepFigure({ title, axisTitle, points }: SweepFigure): string {
  const { ticks, decimals } = ticksAround(
    points.flatMap(({ spread }) => [100 * spread.low, 100 * spread.high]),
  );
  const bottom = ticks[0]!;
  const top = ticks.at(-1)!;
  const slot = (PLOT.right - AROUND.left) / points.length;
  const y = (percent: number) =>
    PLOT.base - (PLOT.base - AROUND.top) * (percent - bottom) / (top - bottom);
  const marks = points.map(({ spread }, index): Mark => ({
    x: AROUND.left + slot * (index + 0.5),
    mean: y(100 * spread.mean),
    upper: y(100 * spread.high),
    lower: y(100 * spread.low),
  }));

  const numbers = points.map(({ spread }, index) => ({
    text: (100 * spread.mean).toFixed(1),
    ...besideMark(marks, index),
  }));
  const middle = { x: (AROUND.left + PLOT.right) / 2, y: (AROUND.top + PLOT.base) / 2 };
  const turned = `transform="rotate(-90 16 ${middle.y})"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" ` +
    `height="${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    label(title, [middle.x, 20], "middle", { more: 'font-size="14"' }),
    label(describeRuns(points), [middle.x, 38], "middle", { color: PALE }),
    ...ticks.flatMap((tick) => [
      line([AROUND.left, y(tick)], [PLOT.right, y(tick)], GRID),
      label(tick.toFixed(decimals), [AROUND.left - 8, y(tick) + 4], "end"),
    ]),
    line([AROUND.left, AROUND.top], [AROUND.left, PLOT.base], INK),
    line([AROUND.left, PLOT.base], [PLOT.right, PLOT.base], INK),
    label(axisTitle, [middle.x, HEIGHT - 14], "middle"),
    label("top-1 accuracy (%)", [16, middle.y], "middle", { more: turned }),
    ...numbers.map(({ text, at, anchor }) => blank(text, at, anchor)),
    polyline(marks),
    ...marks.flatMap(drawMark),
    ...numbers.map(({ text, at, anchor }) => label(text, at, anchor)),
    ...points.map(({ label: name }, index) =>
      label(name, [marks[index]!.x, PLOT.base + 18], "middle")
    ),
    "</svg>\n",
  ].join("\n");
}

/** What a point and its bar are. */
function describeRuns(points: SweepFigure["points"]): string {
  const runs = points.map(({ spread }) => spread.runs);
  const least = Math.min(...runs);
  const most = Math.max(...runs);
  if (most === 1) return "one seed";
  const seeds = least === most ? String(most) : `${least} to ${most}`;
  return `mean of ${seeds} seeds; bars from the lowest to the highest`;
}

/** The bar with its ends, and the point on it. */
function drawMark({ x, mean, upper, lower }: Mark): string[] {
  const bar = upper === lower ? [] : [
    line([x, upper], [x, lower], LINE),
    ...[upper, lower].map((end) => line([x - CAP, end], [x + CAP, end], LINE)),
  ];
  return [...bar, `<circle cx="${round(x)}" cy="${round(mean)}" r="4" fill="${LINE}"/>`];
}

/** A place for a point's number that neither its bar nor the line to its neighbors crosses. */
function besideMark(marks: readonly Mark[], index: number): { at: Point; anchor: Anchor } {
  const { x, mean, upper, lower } = marks[index]!;
  // An end is treated as if the line went straight on.
  const before = marks[index - 1]?.mean;
  const after = marks[index + 1]?.mean;
  const upOnLeft = before === undefined ? (after ?? -1) > mean : before < mean;
  const upOnRight = after === undefined ? (before ?? -1) > mean : after < mean;
  if (upOnLeft && upOnRight && lower + 18 <= PLOT.base) {
    return { at: [x, lower + 16], anchor: "middle" };
  }
  if (upOnLeft === upOnRight) return { at: [x, upper - 8], anchor: "middle" };
  if (upOnLeft) return { at: [x + 8, mean - 7], anchor: "start" };
  const hasRoom = x - 8 - 4 * LETTER_WIDTH > AROUND.left;
  return hasRoom
    ? { at: [x - 8, mean - 7], anchor: "end" }
    : { at: [x + 8, mean + 15], anchor: "start" };
}

/** Round numbers, at least two, from below the lowest to above the highest value, within 0 to 100. */
function ticksAround(values: readonly number[]): { ticks: number[]; decimals: number } {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const range = Math.max(high - low, 1);
  const step = niceStep(range / 4);
  const room = range / 10;
  const first = Math.max(0, Math.floor((low - room) / step));
  const last = Math.max(
    first + 1,
    Math.min(Math.ceil((high + room) / step), Math.round(100 / step)),
  );
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step),
    decimals: Math.max(0, -Math.floor(Math.log10(step))),
  };
}

/** The smallest of 1, 2, 5, times a power of ten, that is not below a value. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].find((factor) => factor * power >= least)! * power;
}

type Point = readonly [x: number, y: number];
type Anchor = "start" | "middle" | "end";

/** Takes the grid away from behind a text. */
function blank(text: string, [x, y]: Point, anchor: Anchor): string {
  const width = LETTER_WIDTH * text.length;
  const left = x - { start: 0, middle: width / 2, end: width }[anchor];
  return `<rect x="${round(left)}" y="${
    round(y - 10)
  }" width="${width}" height="12" fill="white"/>`;
}

function polyline(marks: readonly Mark[]): string {
  const path = marks.map(({ x, mean }) => `${round(x)},${round(mean)}`).join(" ");
  return `<polyline points="${path}" fill="none" stroke="${LINE}" stroke-width="1.5"/>`;
}

function line([fromX, fromY]: Point, [toX, toY]: Point, color: string): string {
  const ends = `x1="${round(fromX)}" y1="${round(fromY)}" x2="${round(toX)}" y2="${round(toY)}"`;
  return `<line ${ends} stroke="${color}"/>`;
}

function label(
  text: string,
  [x, y]: Point,
  anchor: Anchor,
  { color = INK, more = "" }: { readonly color?: string; readonly more?: string } = {},
): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const place = `x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${color}"`;
  return `<text ${place} ${more}>${escaped}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
