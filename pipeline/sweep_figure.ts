import type { Spread } from "./sweep_results.ts";

/** A figure of one hyper-parameter: a point for each value, with a bar from lowest to highest seed. */
export interface SweepFigure {
  readonly title: string;
  /** What the values are. */
  readonly axisTitle: string;
  /** Shares, 0 to 1; shown in per cent. */
  readonly points: readonly { readonly label: string; readonly spread: Spread }[];
}

const WIDTH = 480;
const HEIGHT = 320;
/** Space around the plot, in pixels. */
const AROUND = { left: 64, right: 16, top: 36, bottom: 56 } as const;
const INK = "#222";
const LINE = "#1f5fa8";

/** Draws a figure as SVG; the values stand at equal distances, as in the paper. */
export function drawSweepFigure({ title, axisTitle, points }: SweepFigure): string {
  const ticks = ticksAround(points.flatMap(({ spread }) => [100 * spread.low, 100 * spread.high]));
  const [bottom, top] = [ticks[0]!, ticks.at(-1)!];
  const plot = { width: WIDTH - AROUND.left - AROUND.right, base: HEIGHT - AROUND.bottom };
  const x = (index: number) => AROUND.left + plot.width * (index + 0.5) / points.length;
  const y = (percent: number) =>
    plot.base - (plot.base - AROUND.top) * (percent - bottom) / (top - bottom);

  const grid = ticks.flatMap((tick) => [
    line([AROUND.left, y(tick)], [WIDTH - AROUND.right, y(tick)], "#ddd"),
    label(String(tick), [AROUND.left - 8, y(tick) + 4], "end"),
  ]);
  const marks = points.flatMap(({ label: name, spread }, index) => {
    const [at, middle] = [x(index), y(100 * spread.mean)];
    return [
      line([at, y(100 * spread.low)], [at, y(100 * spread.high)], LINE),
      `<circle cx="${round(at)}" cy="${round(middle)}" r="4" fill="${LINE}"/>`,
      label((100 * spread.mean).toFixed(1), [at + 7, middle - 7], "start"),
      label(name, [at, plot.base + 18], "middle"),
    ];
  });
  const path = points.map(({ spread }, index) =>
    `${round(x(index))},${round(y(100 * spread.mean))}`
  );
  const turned = `transform="rotate(-90 16 ${HEIGHT / 2})"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" ` +
    `height="${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    label(title, [WIDTH / 2, 20], "middle"),
    ...grid,
    line([AROUND.left, plot.base], [WIDTH - AROUND.right, plot.base], INK),
    label(axisTitle, [AROUND.left + plot.width / 2, HEIGHT - 14], "middle"),
    label("top-1 %", [16, HEIGHT / 2], "middle", turned),
    `<polyline points="${path.join(" ")}" fill="none" stroke="${LINE}" stroke-width="1.5"/>`,
    ...marks,
    "</svg>\n",
  ].join("\n");
}

/** Round numbers, at least two, that reach from below the lowest to above the highest value. */
function ticksAround(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = niceStep(Math.max(high - low, 1) / 4);
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
}

/** The smallest of 1, 2, 5, times a power of ten, that is not below a value. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].find((factor) => factor * power >= least)! * power;
}

type Point = readonly [x: number, y: number];

function line([fromX, fromY]: Point, [toX, toY]: Point, colour: string): string {
  const ends = `x1="${round(fromX)}" y1="${round(fromY)}" x2="${round(toX)}" y2="${round(toY)}"`;
  return `<line ${ends} stroke="${colour}"/>`;
}

function label(text: string, [x, y]: Point, anchor: string, more = ""): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const place = `x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" fill="${INK}"`;
  return `<text ${place} ${more}>${escaped}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
