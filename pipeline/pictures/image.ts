import type { Part } from "./part.ts";
import type { ImageSize } from "./png_data_url.ts";
import { svgElement } from "./svg.ts";

/** Options of {@linkcode image}: the size it is shown at, in pixels. */
export interface ImageOptions extends ImageSize {
  /**
   * Whether an enlarged image shows its pixels as squares.
   *
   * @default false
   */
  readonly isPixelated?: boolean;
}

/**
 * Makes an image; one of another shape fits into the size.
 *
 * @param href Its `data:` URL.
 */
export function image(
  href: string,
  { width, height, isPixelated = false }: ImageOptions,
): Part {
  const style = isPixelated ? "image-rendering: pixelated" : undefined;
  return {
    width,
    height,
    draw: (x, y) => [svgElement("image", { x, y, width, height, href, style })],
  };
}
