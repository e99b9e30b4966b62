import type { Scores } from "./confusion.ts";
import { type Colour, Picture, textHeight, textWidth } from "./picture.ts";

/** Side, in pixels, that the matrix itself should about have; a cell has whole pixels. */
const SIDE = 1000;

/** The largest and the smallest side of a cell. */
const CELL = { most: 64, least: 3 };

/** Longest name in letters; longer ones end with two points. */
const LONGEST_NAME = 32;

const MARGIN = 12;
const DARKEST: Colour = [8, 48, 107];
const WHITE: Colour = [255, 255, 255];
const GREY: Colour = [225, 225, 225];

/** Options of {@linkcode drawConfusion}. */
export interface ConfusionPictureOptions {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Written above the matrix. */
  readonly title: string;
}

/**
 * Draws a confusion matrix: a row for each true class, a column for each most probable one; the darker a
 * cell, the larger its share of the row. Rows of classes without a video are grey. Counts are written into
 * the cells, and names beside them, where they fit: of many classes every second, third … is named.
 */
export function drawConfusion(
  { confusion }: Pick<Scores, "confusion">,
  { classes, title }: ConfusionPictureOptions,
): Picture {
  const cell = Math.min(CELL.most, Math.max(CELL.least, Math.floor(SIDE / classes.length)));
  const scale = cell >= 2 * (textHeight(2) + 2) ? 2 : 1;
  const named = Math.ceil((textHeight(scale) + 1) / cell);
  const names = classes.map(shorten);
  const nameWidth = Math.max(...names.map((name) => textWidth(name, scale)));
  const headHeight = 2 * MARGIN + 2 * (textHeight(2) + 6);
  const left = MARGIN + nameWidth + MARGIN / 2;
  const top = headHeight + nameWidth + MARGIN / 2;
  const side = cell * classes.length;
  const headWidth = Math.max(textWidth(title, 2), textWidth(EXPLANATION));
  const picture = new Picture(
    Math.max(left + side, MARGIN + headWidth) + MARGIN,
    top + side + MARGIN,
  );
  picture.text(title, { left: MARGIN, top: MARGIN, scale: 2 });
  picture.text(EXPLANATION, { left: MARGIN, top: MARGIN + textHeight(2) + 6 });

  names.forEach((name, at) => {
    if (at % named !== 0) return;
    const middle = at * cell + Math.floor((cell - textHeight(scale)) / 2);
    const width = textWidth(name, scale);
    picture.text(name, { left: left - MARGIN / 2 - width, top: top + middle, scale });
    const column = { left: left + middle, top: top - MARGIN / 2 };
    picture.text(name, { ...column, scale, vertical: true });
  });

  // A line between the cells, unless it would take a good part of them.
  const inner = cell > 8 ? cell - 1 : cell;
  confusion.forEach((row, label) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    row.forEach((count, predicted) => {
      const share = all === 0 ? 0 : count / all;
      const place = { left: left + predicted * cell, top: top + label * cell };
      picture.fill({ ...place, width: cell, height: cell }, GREY);
      if (all === 0) return;
      picture.fill({ ...place, width: inner, height: inner }, shade(share));
      const text = String(count);
      if (count === 0 || textWidth(text, scale) + 4 > inner || textHeight(scale) + 4 > inner) {
        return;
      }
      picture.text(text, {
        left: place.left + Math.floor((inner - textWidth(text, scale)) / 2),
        top: place.top + Math.floor((inner - textHeight(scale)) / 2),
        ...{ scale, colour: share > 0.5 ? WHITE : DARKEST },
      });
    });
  });
  return picture;
}

const EXPLANATION = "rows: true class; columns: most probable class; dark: large share of the row";

/** From white to dark blue; small shares stand out from none. */
function shade(share: number): Colour {
  const weight = Math.sqrt(share);
  const [red, green, blue] = DARKEST.map((value) => Math.round(255 + (value - 255) * weight));
  return [red!, green!, blue!];
}

function shorten(name: string): string {
  const letters = [...name];
  if (letters.length <= LONGEST_NAME) return name;
  return `${letters.slice(0, LONGEST_NAME - 2).join("")}..`;
}
