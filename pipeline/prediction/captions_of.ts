import { escapeText, rectangle, SMALLEST_TEXT } from "./_caption_drawing.ts";
import { type CaptionHeader, headerParts, headerTextSize } from "./_caption_header.ts";
import { clockTime } from "./clock_time.ts";
import type { Answer, Segment } from "./prediction.ts";
import { labelOf } from "./text_of.ts";

/** What is drawn into a video. */
export interface CaptionOptions {
  /** Width of the video in pixels. */
  readonly width: number;
  /** Height of the video in pixels. */
  readonly height: number;
  /** Time of the first image in the file that is drawn into, in seconds. */
  readonly startSec: number;
  /** Name of the font. */
  readonly font: string;
  /**
   * What is written into the strip above copies of the video that lie side by side.
   *
   * @default there is no such strip
   */
  readonly header?: CaptionHeader | undefined;
}

/** Colors of classes as ASS writes them, blue first; a class always has the same. */
const COLORS = ["D47D3A", "3A6FE0", "4FA84A", "B0539A", "4BB9E8", "A9A33B", "7A5AE0", "8C8C8C"];

/** Color of what has no class. */
const UNSURE_COLOR = "707070";

/** Parts of the video's height. */
const SHARES = { text: 0.07, bar: 0.025, margin: 0.025 };

/**
 * Writes what is found in a video as captions (Advanced SubStation Alpha): the class and its
 * probability at the lower left, and below them a bar of all segments along which a mark moves.
 */
export function captionsOf(
  { segments, seconds, classes }: Answer,
  options: CaptionOptions,
): string {
  const { header } = options;
  const layout = layoutOf(options);
  const names = classes.map((answer) => answer.class);
  const startSec = Math.max(0, options.startSec);
  const whole = { start: startSec, end: startSec + seconds };
  const events = [
    ...segments.flatMap((segment) => {
      const times = { start: segment.start + startSec, end: segment.end + startSec };
      const bar = barPart(segment, { seconds, layout, color: colorOf(segment, names) });
      return [
        eventOf(0, whole, "Bar", bar),
        eventOf(2, times, "Label", escapeText(labelOf(segment))),
      ];
    }),
    eventOf(1, whole, "Bar", markOf(layout, seconds)),
    ...(header === undefined ? [] : headerParts(header, copySize(options))).map((part) =>
      eventOf(0, whole, "Header", part)
    ),
  ];
  return [...headerOf(options, layout), ...events, ""].join("\n");
}

/** Size of each of the copies that lie side by side, in pixels. */
function copySize({ width, height, header }: CaptionOptions) {
  return { width: width / Math.max(1, header?.titles.length ?? 1), height };
}

/** Where things are, in pixels. */
interface Layout {
  readonly text: number;
  readonly bar: number;
  readonly margin: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

function layoutOf({ width, height: videoHeight, header }: CaptionOptions): Layout {
  const height = videoHeight + (header?.height ?? 0);
  const text = Math.max(SMALLEST_TEXT, Math.round(videoHeight * SHARES.text));
  const bar = Math.max(3, Math.round(videoHeight * SHARES.bar));
  const margin = Math.max(3, Math.round(videoHeight * SHARES.margin));
  return { text, bar, margin, left: margin, right: width - margin, top: height - margin - bar };
}

function headerOf(options: CaptionOptions, { text, bar, margin }: Layout): string[] {
  const { width, height, font, header } = options;
  const small = headerTextSize(copySize(options));
  const outline = Math.max(1, Math.round(text / 10));
  const common = "&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000";
  return [
    "[Script Info]",
    "ScriptType: v4.00+",
    `PlayResX: ${width}`,
    `PlayResY: ${height + (header?.height ?? 0)}`,
    "WrapStyle: 2",
    "ScaledBorderAndShadow: yes",
    "",
    "[V4+ Styles]",
    // deno-lint-ignore project/glossary -- the format's own names
    "Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, " +
    "Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, " +
    "Shadow, Alignment, MarginL, MarginR, MarginV, Encoding",
    `Style: Label,${font},${text},${common},-1,0,0,0,100,100,0,0,1,${outline},0,1,` +
    `${margin},${margin},${bar + 2 * margin},1`,
    `Style: Bar,${font},${text},${common},0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1`,
    `Style: Header,${font},${small},${common},0,0,0,0,100,100,0,0,1,0,0,7,0,0,0,1`,
    "",
    "[Events]",
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text",
  ];
}

function eventOf(
  layer: number,
  { start, end }: { readonly start: number; readonly end: number },
  style: string,
  text: string,
): string {
  const [from, to] = [start, end].map((time) => clockTime(time, { digits: 2, hourDigits: 1 }));
  return `Dialogue: ${layer},${from},${to},${style},,0,0,0,,${text}`;
}

/** A part of the bar as a drawing. */
function barPart(
  { start, end }: Segment,
  { seconds, layout, color }: {
    readonly seconds: number;
    readonly layout: Layout;
    readonly color: string;
  },
): string {
  const { left, right, top, bar } = layout;
  const xOf = (time: number) => Math.round(left + (right - left) * time / seconds);
  const width = Math.max(1, xOf(end) - xOf(start));
  return rectangle({ x: xOf(start), y: top, width, height: bar }, color);
}

/** The mark that moves along the bar during the whole video. */
function markOf({ left, right, top, bar, margin }: Layout, seconds: number): string {
  const half = Math.max(1, Math.round(bar / 6));
  const above = Math.round(margin / 3);
  const height = bar + 2 * above;
  const [from, to] = [left, right].map((x) => `${x - half},${top - above}`);
  const move = `\\move(${from},${to},0,${Math.round(seconds * 1000)})`;
  return `{\\an7${move}\\bord1\\p1}m 0 0 l ${2 * half} 0 ${2 * half} ${height} 0 ${height}{\\p0}`;
}

function colorOf(segment: Segment, names: readonly string[]): string {
  if (segment.class === null) return UNSURE_COLOR;
  return COLORS[names.indexOf(segment.class) % COLORS.length] ?? UNSURE_COLOR;
}
