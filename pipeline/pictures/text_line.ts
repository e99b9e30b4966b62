import { BASELINE_BELOW_MIDDLE, LINE_HEIGHT, TEXT_SIZE } from "./measures.ts";
import type { Part } from "./part.ts";
import { svgElement, svgText, svgTooltip } from "./svg.ts";
import { textWidth } from "./text_width.ts";

/** Options of {@linkcode textLine}. */
export interface TextLineOptions {
  /**
   * Of the font, in pixels.
   *
   * @default 13
   */
  readonly size?: number;
  /**
   * Classes of {@linkcode svgDocument}'s style, as "muted" or "ink bold".
   *
   * @default "ink"
   */
  readonly look?: string;
  /** Shown while the pointer is over the text. */
  readonly tooltip?: string;
}

/** Makes a line of text. */
export function textLine(
  text: string,
  { size = TEXT_SIZE, look = "ink", tooltip }: TextLineOptions = {},
): Part {
  const height = LINE_HEIGHT * size;
  return {
    width: textWidth(text, size),
    height,
    draw: (left, top) => {
      const y = top + height / 2 + BASELINE_BELOW_MIDDLE * size;
      const element = svgText(text, { class: look, x: left, y, "font-size": size });
      return [tooltip === undefined ? element : svgElement("g", {}, svgTooltip(tooltip), element)];
    },
  };
}
