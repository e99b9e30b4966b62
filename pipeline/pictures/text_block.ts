import { below } from "./below.ts";
import type { Part } from "./part.ts";
import { textLine, type TextLineOptions } from "./text_line.ts";
import { textWidth } from "./text_width.ts";
import { TEXT_SIZE } from "./measures.ts";

/** Options of {@linkcode textBlock}. */
export interface TextBlockOptions extends TextLineOptions {
  /** Width of the lines in pixels; a single longer word exceeds it. */
  readonly width: number;
}

/** Makes lines of a text: a new one where the next word would exceed the width. */
export function textBlock(text: string, { width, ...options }: TextBlockOptions): Part {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || textWidth(longer, options.size ?? TEXT_SIZE) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  return below([...lines, line].map((written) => textLine(written, options)));
}
