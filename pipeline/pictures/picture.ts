import { encode } from "fast-png";
import { LETTER_HEIGHT, LETTER_WIDTH, letterRows } from "./letters.ts";

/** Red, green and blue, 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

/** A rectangle of a picture, in pixels. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How {@linkcode Picture.text} writes. */
export interface TextOptions {
  /** Left edge of the text in pixels; of vertical text the left edge of its column. */
  readonly left: number;
  /** Top edge; of vertical text, which reads upwards, the lower end, where it begins. */
  readonly top: number;
  /** @default black */
  readonly color?: Color;
  /** Pixels to a dot of a letter. @default 1 */
  readonly scale?: number;
  /** Turned a quarter to the left. @default false */
  readonly vertical?: boolean;
}

const BLACK: Color = [0, 0, 0];

/** A picture that is drawn pixel by pixel: white at first. */
export class Picture {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** uint8 `[height, width, 3]`. */
  readonly pixels: Uint8Array;

  /** @throws {RangeError} where a side is not a positive integer. */
  constructor(width: number, height: number) {
    for (const [name, value] of Object.entries({ width, height })) {
      if (Number.isInteger(value) && value >= 1) continue;
      throw new RangeError(
        `Cannot make a picture as '${name}' must be a positive integer: current value is ${value}`,
      );
    }
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3).fill(255);
  }

  /** Fills a rectangle; what lies outside the picture is left out. */
  fill({ left, top, width, height }: Rectangle, color: Color): void {
    const right = Math.min(this.width, left + width);
    const bottom = Math.min(this.height, top + height);
    for (let y = Math.max(0, top); y < bottom; y++) {
      for (let x = Math.max(0, left); x < right; x++) {
        this.pixels.set(color, (y * this.width + x) * 3);
      }
    }
  }

  /** Writes a line of text. */
  text(text: string, options: TextOptions): void {
    const { left, top, color = BLACK, scale = 1, vertical = false } = options;
    [...text].forEach((letter, at) =>
      letterRows(letter).forEach((row, y) =>
        [...row].forEach((dot, x) => {
          if (dot !== "#") return;
          const along = (at * (LETTER_WIDTH + 1) + x) * scale;
          const place = vertical
            ? { left: left + y * scale, top: top - along - scale }
            : { left: left + along, top: top + y * scale };
          this.fill({ ...place, width: scale, height: scale }, color);
        })
      )
    );
  }

  /**
   * Copies a picture into this one.
   *
   * @param pixels uint8 `[height, width, 3]`
   */
  copy(pixels: Uint8Array, { left, top, width, height }: Rectangle): void {
    for (let y = 0; y < height; y++) {
      const row = pixels.subarray(y * width * 3, (y + 1) * width * 3);
      this.pixels.set(row, ((top + y) * this.width + left) * 3);
    }
  }

  /** The picture as PNG file. */
  toPng(): Uint8Array<ArrayBuffer> {
    const { width, height, pixels: data } = this;
    return new Uint8Array(encode({ width, height, data, channels: 3, depth: 8 }));
  }
}

/** Width in pixels of a line of text. */
export function textWidth(text: string, scale = 1): number {
  return ([...text].length * (LETTER_WIDTH + 1) - 1) * scale;
}

/** Height in pixels of a line of text. */
export function textHeight(scale = 1): number {
  return LETTER_HEIGHT * scale;
}
