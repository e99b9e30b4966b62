import type { Part } from "./part.ts";
import { type SvgAttributes, svgElement } from "./svg.ts";

/** Options of {@linkcode rectangle}; further ones are attributes of SVG's `rect`. */
export interface RectangleOptions {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Class of {@linkcode svgDocument}'s style. */
  readonly look: string;
  readonly attributes?: SvgAttributes;
}

/** Makes a rectangle of one color. */
export function rectangle({ width, height, look, attributes }: RectangleOptions): Part {
  return {
    width,
    height,
    draw: (x, y) => [svgElement("rect", { class: look, x, y, width, height, ...attributes })],
  };
}
