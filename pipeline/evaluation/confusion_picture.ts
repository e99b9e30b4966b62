import { type Color, Picture, textHeight, textWidth } from "../pictures/picture.ts";
import type { Scores } from "../run/results.ts";

/** Side, in pixels, that the matrix itself should about have; a cell has whole pixels. */
const SIDE = 1000;

/** The largest and the smallest side of a cell. */
const CELL = { most: 64, least: 3 };

/** Longest name in letters; longer ones end with two points. */
const LONGEST_NAME = 32;

const MARGIN = 12;
const DARKEST: Color = [8, 48, 107];
const WHITE: Color = [255, 255, 255];
const GRAY: Color = [225, 225, 225];

/** Share from which white is easier to read on a cell than dark blue. */
const WHITE_FROM = 1 / 3;

/** Options of {@linkcode drawConfusion}. */
export interface ConfusionPictureOptions {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Written above the matrix. */
  readonly title: string;
}

/** Titles of the axes. */
const [ROWS, COLUMNS] = ["true class", "most probable class"] as const;

/** Stands before and behind the colors from a share of none to a share of all. */
const LEGEND = ["share of the true class: 0 %", "100 %; gray: no video"] as const;

/** Width of these colors, in pixels. */
const COLORS_WIDTH = 100;

/** Between texts and what they name. */
const GAP = 6;

/** Where the parts of a picture lie, in pixels. */
interface Layout {
  readonly left: number;
  readonly top: number;
  /** Side of a cell. */
  readonly cell: number;
  /** Pixels to a dot of the letters. */
  readonly scale: number;
}

/**
 * Draws a confusion matrix: a row for each true class, a column for each most probable one; the darker a
 * cell, the larger its share of the row. Rows of classes without a video are gray. Counts are written into
 * the cells, and names beside them, where they fit: of many classes every second, third … is named.
 */
export function drawConfusion(
  { confusion }: Pick<Scores, "confusion">,
  { classes, title }: ConfusionPictureOptions,
): Picture {
  const cell = Math.min(CELL.most, Math.max(CELL.least, Math.floor(SIDE / classes.length)));
  const scale = cell >= 2 * (textHeight(2) + 2) ? 2 : 1;
  const names = classes.map(shorten);
  const beside = textHeight(scale) + MARGIN + nameSpace(names, scale);
  const headHeight = 2 * MARGIN + 2 * (textHeight(2) + GAP);
  const layout = { cell, scale, left: MARGIN + beside, top: headHeight + beside };
  const { left, top } = layout;
  const side = cell * classes.length;
  const legendWidth = LEGEND.reduce(
    (sum, text) => sum + MARGIN + textWidth(text, scale),
    COLORS_WIDTH,
  );
  const headWidth = Math.max(textWidth(title, 2), legendWidth);
  const right = Math.max(left + Math.max(side, textWidth(COLUMNS, scale)), MARGIN + headWidth);
  const bottom = top + Math.max(side, textWidth(ROWS, scale));
  const picture = new Picture(right + MARGIN, bottom + MARGIN);
  picture.text(title, { left: MARGIN, top: MARGIN, scale: 2 });
  drawLegend(picture, MARGIN + textHeight(2) + GAP, scale);
  drawNames(picture, names, layout);
  const frame = { left: left - 1, top: top - 1, width: side + 1, height: side + 1 };
  picture.fill(frame, GRAY);
  drawCells(picture, confusion, layout);
  return picture;
}

/** Room for the longest name, and between it and the matrix. */
function nameSpace(names: readonly string[], scale: number): number {
  return Math.max(...names.map((name) => textWidth(name, scale))) + GAP;
}

/** Which color is which share. */
function drawLegend(picture: Picture, top: number, scale: number): void {
  const [before, behind] = LEGEND;
  const left = MARGIN + textWidth(before, scale) + MARGIN;
  const height = textHeight(scale);
  picture.text(before, { left: MARGIN, top, scale });
  const frame = { left: left - 1, top: top - 1, width: COLORS_WIDTH + 2, height: height + 2 };
  picture.fill(frame, GRAY);
  for (let at = 0; at < COLORS_WIDTH; at++) {
    const color = shade(at / (COLORS_WIDTH - 1));
    picture.fill({ left: left + at, top, width: 1, height }, color);
  }
  picture.text(behind, { left: left + COLORS_WIDTH + MARGIN, top, scale });
}

/** Writes the titles of the axes and the names of the classes that have room. */
function drawNames(picture: Picture, names: readonly string[], layout: Layout): void {
  const { left, top, cell, scale } = layout;
  const lower = top + Math.max(textWidth(ROWS, scale), cell * names.length);
  const middle = Math.floor((top + lower + textWidth(ROWS, scale)) / 2);
  picture.text(ROWS, { left: MARGIN, top: middle, scale, vertical: true });
  const room = Math.max(0, cell * names.length - textWidth(COLUMNS, scale));
  const columns = {
    left: left + Math.floor(room / 2),
    top: top - MARGIN - nameSpace(names, scale) - textHeight(scale),
  };
  picture.text(COLUMNS, { ...columns, scale });
  const named = Math.ceil((textHeight(scale) + 1) / cell);
  names.forEach((name, at) => {
    if (at % named !== 0) return;
    const middle = at * cell + Math.floor((cell - textHeight(scale)) / 2);
    const width = textWidth(name, scale);
    picture.text(name, { left: left - GAP - width, top: top + middle, scale });
    const column = { left: left + middle, top: top - GAP };
    picture.text(name, { ...column, scale, vertical: true });
  });
}

function drawCells(
  picture: Picture,
  confusion: Scores["confusion"],
  { left, top, cell, scale }: Layout,
): void {
  // A line between the cells, unless it would take a good part of them.
  const inner = cell > 8 ? cell - 1 : cell;
  confusion.forEach((row, label) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    if (all === 0) return;
    row.forEach((count, predicted) => {
      const share = count / all;
      const place = { left: left + predicted * cell, top: top + label * cell };
      picture.fill({ ...place, width: inner, height: inner }, shade(share));
      const text = String(count);
      if (count === 0 || textWidth(text, scale) + 4 > inner || textHeight(scale) + 4 > inner) {
        return;
      }
      picture.text(text, {
        left: place.left + Math.floor((inner - textWidth(text, scale)) / 2),
        top: place.top + Math.floor((inner - textHeight(scale)) / 2),
        scale,
        color: share > WHITE_FROM ? WHITE : DARKEST,
      });
    });
  });
}

/** From white to dark blue; small shares stand out from none. */
function shade(share: number): Color {
  const weight = Math.sqrt(share);
  const [red, green, blue] = DARKEST.map((value) => Math.round(255 + (value - 255) * weight));
  return [red!, green!, blue!];
}

function shorten(name: string): string {
  const letters = [...name];
  if (letters.length <= LONGEST_NAME) return name;
  return `${letters.slice(0, LONGEST_NAME - 2).join("")}..`;
}
