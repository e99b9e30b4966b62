/**
 * Widths of characters in fifths of the font's size; wide ones are those of East Asia, and emoji.
 */
const WIDTHS = { wide: 5, other: 3 } as const;

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff00-\uff60]/u;

/**
 * Estimates the width in pixels of a line of text in a font without serifs. Which font a reader has
 * is unknown, so it is rather too large than too small.
 */
export function textWidth(text: string, fontSize: number): number {
  return widthOf(text) * fontSize / WIDTHS.wide;
}

/** Cuts a text that is wider than a number of average characters; the cut is marked by "…". */
export function shortenText(text: string, longest: number): string {
  const room = longest * WIDTHS.other;
  if (widthOf(text) <= room) return text;
  let shortened = "";
  for (const character of characters(text)) {
    if (widthOf(`${shortened}${character}…`) > room) break;
    shortened += character;
  }
  return `${shortened.trimEnd()}…`;
}

/** In fifths of the font's size. */
function widthOf(text: string): number {
  return characters(text)
    .map((character) => WIDE.test(character) ? WIDTHS.wide : WIDTHS.other)
    .reduce<number>((sum, width) => sum + width, 0);
}

/** What a reader takes for one character, accents included. */
function characters(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}
