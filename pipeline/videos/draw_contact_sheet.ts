import { basename } from "node:path";
import type { ByName } from "../../operators/mod.ts";
import { below } from "../pictures/below.ts";
import { beside } from "../pictures/beside.ts";
import { image } from "../pictures/image.ts";
import { BASELINE_BELOW_MIDDLE, GAP, SMALL_SIZE, TEXT_SIZE } from "../pictures/measures.ts";
import type { Part } from "../pictures/part.ts";
import { type ImageSize, pngDataUrl } from "../pictures/png_data_url.ts";
import { svgElement, svgText } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { textBlock } from "../pictures/text_block.ts";
import { textLine } from "../pictures/text_line.ts";
import { explainClips } from "./explain_clips.ts";

/** What a view is used for. */
export type ViewKind = "labeled" | "weak" | "strong" | "test";

/** A clip of the sheet: each view has a row of its frames. */
export interface SheetClip {
  /** Its name. */
  readonly name: string;
  /** What its rows are called. */
  readonly word: string;
}

/** The frames of a clip, as a network sees them. */
export interface SheetFrames {
  /** uint8 `[frames, size, size, 3]`. */
  readonly pixels: Uint8Array;
  /** Time of each frame, in seconds from the start of the window. */
  readonly seconds: readonly number[];
}

/** One view of a video. */
export interface SheetView {
  /** What it is used for. */
  readonly kind: ViewKind;
  /** Tells views of one kind apart. */
  readonly name: string;
  /** What was drawn for it. */
  readonly details: string;
  /** The frames of each clip. */
  readonly frames: ByName<SheetFrames>;
}

/** What {@linkcode drawContactSheet} draws. */
export interface ContactSheet {
  /** File of the video. */
  readonly path: string;
  /** Side of the frames that the networks see, in pixels. */
  readonly size: number;
  /** Size of the decoded frames, in pixels. */
  readonly frame: ImageSize;
  /** The rows of each view, in this order. */
  readonly clips: readonly SheetClip[];
  /** Drawn by kind, in this order within a kind. */
  readonly views: readonly SheetView[];
}

/** A kind of view, as the sheet explains it. */
interface KindWords {
  /** As in the paper. */
  readonly letter: string;
  readonly title: string;
  readonly use: string;
}

/** What the sheet says about each kind of view, in its order. */
const KINDS: Readonly<Record<ViewKind, KindWords>> = {
  labeled: {
    letter: "N",
    title: "labeled clip",
    use: "Cropped at random, perhaps flipped; the networks learn the label of the video from it.",
  },
  weak: {
    letter: "W",
    title: "weak view of an unlabeled clip",
    use:
      "Changed as little as a labeled clip. What a network answers here, if it is sure enough, " +
      "becomes the pseudo-label.",
  },
  strong: {
    letter: "S",
    title: "strong view of the same clip",
    use: "Another crop, then changed by random operations. The networks learn the pseudo-label " +
      "from it.",
  },
  test: {
    letter: "T",
    title: "test clip",
    use: "From the middle of the video; nothing is random.",
  },
};

/** Sides in pixels: small frames are enlarged to about the one, large ones reduced to the other. */
const TILE_SIDE = { enlarged: 64, largest: 128 } as const;

/** Red, green and blue. */
const CHANNELS = 3;

/** Least width of what a row is called, in pixels. */
const NAME_WIDTH = 42;

/** Space between two tiles, in pixels. */
const TILE_GAP = 4;

/** Side of the square around a kind's letter, in pixels. */
const BADGE_SIDE = 22;

/** Least width of the lines that explain a kind, in pixels. */
const LEAST_LINE = 560;

/**
 * Draws a contact sheet as SVG that contains the frames as PNG. Each kind of view has a heading that
 * explains it; each view has a line that says what was drawn, then a row of frames for each clip,
 * each with its time.
 */
export function drawContactSheet(sheet: ContactSheet): string {
  const { path, views, size, clips: rows } = sheet;
  const side = tileSide(size);
  const kinds = (Object.keys(KINDS) as ViewKind[])
    .map((kind) => ({ ...KINDS[kind], views: views.filter((view) => view.kind === kind) }))
    .filter((kind) => kind.views.length > 0);
  const clips = kinds.map((kind) => kind.views.map((view) => viewPart(view, { rows, size, side })));
  const width = Math.max(LEAST_LINE, ...clips.flat().map((part) => part.width));
  const parts = kinds.map((kind, index) =>
    below([headingPart(kind, width), ...(clips[index] ?? [])], GAP)
  );
  const listed = kinds.map(({ letter, title, views }) => `${views.length} × ${letter}, ${title}`);
  return svgDocument({
    title: `Views of ${basename(path)} as the networks see them`,
    explanation: explain(sheet, side),
    description: `Frames of ${describeClips(rows)} of each view: ${listed.join("; ")}.`,
  }, below(parts, 2 * GAP));
}

/** Side of a frame in the sheet, in pixels: a whole multiple or fraction of its size. */
function tileSide(size: number): number {
  const { enlarged, largest } = TILE_SIDE;
  return size * Math.max(1, Math.round(enlarged / size)) / Math.ceil(size / largest);
}

/** How the frames and numbers of a sheet are to be read. */
function explain({ size, frame, clips }: ContactSheet, side: number): string[] {
  return [
    ...explainClips(clips.map(({ word }) => word)),
    "Below a frame: its time from the start of the window that was decoded.",
    `Frames of ${size} × ${size} pixels, cut out of ${frame.width} × ${frame.height}` +
    `${describeScale(side / size)}. Crops: width × height at (left, top).`,
  ];
}

function describeScale(scale: number): string {
  if (scale > 1) return `; shown ${scale} times as large`;
  return scale < 1 ? `; shown at 1/${1 / scale} of their size, zoom in for every pixel` : "";
}

/** The letter, the title and the use of a kind of view. */
function headingPart({ letter, title, use }: KindWords, width: number): Part {
  const words = textBlock(use, { width: width - BADGE_SIDE - GAP, look: "muted" });
  const heading = textLine(title, { look: "ink bold" });
  return beside([badgePart(letter), below([heading, words])], { gap: GAP });
}

function badgePart(letter: string): Part {
  const size = { width: BADGE_SIDE, height: BADGE_SIDE };
  return {
    ...size,
    draw: (x, y) => [
      svgElement("rect", { class: "accent", x, y, ...size, rx: BADGE_SIDE / 5 }),
      svgText(letter, {
        class: "on-accent bold",
        x: x + BADGE_SIDE / 2,
        y: y + BADGE_SIDE / 2 + BASELINE_BELOW_MIDDLE * TEXT_SIZE,
        "font-size": TEXT_SIZE,
        "text-anchor": "middle",
      }),
    ],
  };
}

function describeClips(clips: readonly SheetClip[]): string {
  const names = clips.map(({ word }) => `the ${word}`);
  return `${new Intl.ListFormat("en").format(names)} clip`;
}

/** Sides of a frame in pixels: its own, and the one that it is shown at. */
interface FrameSides {
  readonly size: number;
  readonly side: number;
}

/** What was drawn for a view, and the frames of its clips. */
function viewPart(
  view: SheetView,
  { rows, ...sides }: FrameSides & { readonly rows: readonly SheetClip[] },
): Part {
  const names = rows.map(({ word }) => textLine(word));
  const width = Math.max(NAME_WIDTH, ...names.map((name) => name.width + GAP));
  const clips = rows.map(({ name }, row) =>
    beside([{ ...names[row]!, width }, framesPart(view.frames[name]!, sides)])
  );
  return below([textLine(`${view.name}: ${view.details}`), ...clips]);
}

function framesPart({ pixels, seconds }: SheetFrames, { size, side }: FrameSides): Part {
  const length = size * size * CHANNELS;
  const frames = seconds.map((second, frame) => {
    const content = pixels.subarray(frame * length, (frame + 1) * length);
    const tile = image(pngDataUrl(content, { width: size, height: size }), {
      width: side,
      height: side,
      isPixelated: side > size,
    });
    return below([tile, textLine(`${second.toFixed(2)} s`, { size: SMALL_SIZE, look: "muted" })]);
  });
  return beside(frames, { gap: TILE_GAP });
}
