/** Marks that are shown on top of the letter before them, and joiners. */
const NONE = /[\p{Mn}\p{Me}\u200b-\u200d\ufe0f]/u;

/** Emoji, and the scripts whose letters are as wide as two Latin ones. */
const WIDE = new RegExp(
  "[\\p{Emoji_Presentation}\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}" +
    "\\p{Script=Hangul}\\u3000-\\u303e\\uff01-\\uff60\\uffe0-\\uffe6]",
  "u",
);

/** Returns how many columns of a terminal a line takes: a Chinese letter takes two. */
export function textWidth(line: string): number {
  let width = 0;
  for (const letter of line) width += NONE.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return width;
}
