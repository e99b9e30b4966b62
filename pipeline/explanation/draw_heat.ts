import { HEAT_OPACITY, heatColor } from "./heat_colors.ts";
import type { HeatPlane } from "./heat_plane.ts";

/** Shares of red, green and blue in the lightness of a color (ITU-R BT.601). */
const GRAY = [0.299, 0.587, 0.114] as const;

/**
 * Draws heat over a frame, which becomes gray, so that all color is heat. Where the network sees
 * nothing, the gray frame is left as it is.
 *
 * @param frame uint8 RGB `[height, width, 3]`, of the size of the plane.
 * @returns uint8 RGB `[height, width, 3]`.
 */
export function drawHeat(frame: Uint8Array, { values }: HeatPlane): Uint8Array {
  const drawn = new Uint8Array(frame.length);
  for (const [pixel, heat] of values.entries()) {
    const start = pixel * 3;
    const gray = GRAY[0] * frame[start]! + GRAY[1] * frame[start + 1]! +
      GRAY[2] * frame[start + 2]!;
    const color = Number.isNaN(heat) ? undefined : heatColor(heat);
    for (let channel = 0; channel < 3; channel++) {
      drawn[start + channel] = color === undefined
        ? Math.round(gray)
        : Math.round(gray + (color[channel]! - gray) * HEAT_OPACITY);
    }
  }
  return drawn;
}

/**
 * Draws heat as an image that is laid over a gray frame, with the same result as
 * {@linkcode drawHeat}; several planes, all of one size, side by side.
 *
 * @returns uint8 RGBA `[height, planes · width, 4]`.
 */
export function heatOverlay(planes: readonly HeatPlane[]): Uint8Array<ArrayBuffer> {
  const [first] = planes;
  const { width, height } = first ?? { width: 0, height: 0 };
  const drawn = new Uint8Array(height * planes.length * width * 4);
  const opacity = Math.round(255 * HEAT_OPACITY);
  for (const [index, { values }] of planes.entries()) {
    for (const [pixel, heat] of values.entries()) {
      if (Number.isNaN(heat)) continue;
      const row = Math.floor(pixel / width);
      const column = index * width + pixel % width;
      drawn.set([...heatColor(heat), opacity], (row * planes.length * width + column) * 4);
    }
  }
  return drawn;
}
