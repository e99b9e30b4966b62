import { sum } from "../numbers/sum.ts";

/**
 * Widths of characters in hundredths of the font's size, those of a wide font. `full` are those of
 * East Asia, and emoji.
 */
const WIDTHS = { narrow: 40, usual: 64, capital: 78, wide: 100, full: 100 } as const;

const NARROW = /^[ fijlrt.,:;'"|!()[\]/-]$/;
const WIDE = /^[mwMW%@…]$/;
const FULL =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uff60]/u;

/**
 * Estimates the width in pixels of a line of text in a font without serifs. Which font a reader has
 * is unknown, so it is rather too large than too small.
 */
export function textWidth(text: string, fontSize: number): number {
  return widthOf(text) * fontSize / 100;
}

/** Cuts a text that is wider than a number of average characters; the cut is marked by "…". */
export function shortenText(text: string, longest: number): string {
  const room = longest * WIDTHS.usual;
  if (widthOf(text) <= room) return text;
  let shortened = "";
  for (const character of characters(text)) {
    if (widthOf(`${shortened}${character}…`) > room) break;
    shortened += character;
  }
  return `${shortened.trimEnd()}…`;
}

/** In hundredths of the font's size. */
function widthOf(text: string): number {
  return sum(characters(text).map(characterWidth));
}

function characterWidth(character: string): number {
  if (FULL.test(character)) return WIDTHS.full;
  if (NARROW.test(character)) return WIDTHS.narrow;
  if (WIDE.test(character)) return WIDTHS.wide;
  return /^\p{Lu}/u.test(character) ? WIDTHS.capital : WIDTHS.usual;
}

/** What a reader takes for one character, accents included. */
function characters(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
