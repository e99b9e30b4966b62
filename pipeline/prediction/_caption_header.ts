import { escapeText, rectangle, SMALLEST_TEXT } from "./_caption_drawing.ts";

/** A strip above copies of a video that lie side by side; it says what is drawn over them. */
export interface CaptionHeader {
  /** Height of the strip in pixels; width and height of the video are those without it. */
  readonly height: number;
  /** Of each copy two lines. */
  readonly titles: readonly (readonly [first: string, second: string])[];
  /** Colors from low to high, red, green and blue from 0 to 255. */
  readonly scale: readonly (readonly [red: number, green: number, blue: number])[];
}

/** Size of the letters at most, as a share of the video's height, and of the width of a copy. */
const TEXT_SHARE = { height: 0.05, width: 0.05 } as const;

/** Space around, in sizes of the letters. */
const MARGIN = 0.5;

/** Where the scale is, in sizes of the letters: after "low", and a little below the line's top. */
const SCALE = { left: 2.5, width: 8, inset: 0.15 } as const;

/** In pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** Lines of a header: two of a title, and the scale. */
const HEADER_LINES = 3;

/** Returns the height of a header above copies of some size, in pixels. */
export function headerHeight(copy: Size): number {
  const text = headerTextSize(copy);
  // H.264 in its usual form has even sides.
  return 2 * Math.ceil((HEADER_LINES * lineHeight(text) + MARGIN * text) / 2);
}

/** Returns the size of the letters in a header above copies of some size, in pixels. */
export function headerTextSize({ width, height }: Size): number {
  const largest = Math.min(height * TEXT_SHARE.height, width * TEXT_SHARE.width);
  return Math.max(SMALLEST_TEXT, Math.round(largest));
}

function lineHeight(text: number): number {
  return Math.round(text * 1.25);
}

/**
 * Returns titles and scale, as they are drawn.
 *
 * @param copy Size of each copy, without the header.
 */
export function headerParts({ titles, scale }: CaptionHeader, copy: Size): string[] {
  const text = headerTextSize(copy);
  const margin = MARGIN * text;
  const lineTop = (line: number) => margin / 2 + line * lineHeight(text);
  const written = titles.flatMap((lines, index) =>
    lines.map((title, line) => {
      const left = index * copy.width + margin;
      return textAt(left, lineTop(line), title);
    })
  );
  const from = margin + SCALE.left * text;
  const to = from + SCALE.width * text;
  const top = lineTop(HEADER_LINES - 1);
  return [
    ...written,
    textAt(margin, top, "low"),
    ...scaleParts(scale, { from, to, top: top + text * SCALE.inset, height: text }),
    textAt(to + margin, top, "high"),
  ];
}

/** Where the scale is drawn, in pixels. */
interface ScalePlace {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly height: number;
}

function scaleParts(scale: CaptionHeader["scale"], { from, to, top, height }: ScalePlace) {
  const edgeAt = (index: number) => Math.round(from + (to - from) * index / scale.length);
  return scale.map((color, index) => {
    const x = edgeAt(index);
    const part = { x, y: Math.round(top), width: edgeAt(index + 1) - x, height };
    return rectangle(part, hexOf(color));
  });
}

function textAt(x: number, y: number, text: string): string {
  return `{\\an7\\pos(${Math.round(x)},${Math.round(y)})}${escapeText(text)}`;
}

/** As ASS writes colors, blue first. */
function hexOf([red, green, blue]: readonly [number, number, number]): string {
  return [blue, green, red].map((value) => value.toString(16).padStart(2, "0")).join("")
    .toUpperCase();
}
