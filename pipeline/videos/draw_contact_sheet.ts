import { basename } from "node:path";
import {
  BASELINE_BELOW_MIDDLE,
  GAP,
  MARGIN,
  SMALL_SIZE,
  TEXT_SIZE,
  TITLE_SIZE,
} from "../pictures/measures.ts";
import { type ImageSize, pngDataUrl } from "../pictures/png_data_url.ts";
import { escapeXml, svgElement, svgText, svgTooltip } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { textWidth } from "../pictures/text_width.ts";

/** What a view is used for. */
export type ViewKind = "labeled" | "weak" | "strong" | "test";

/** The frames that one network sees. */
export interface SheetFrames {
  /** uint8 `[frames, size, size, 3]`. */
  readonly pixels: Uint8Array;
  /** Time of each frame, in seconds from the start of the window. */
  readonly seconds: readonly number[];
}

/** One view of a video at both rates. */
export interface SheetView {
  /** What it is used for. */
  readonly kind: ViewKind;
  /** Tells views of one kind apart. */
  readonly name: string;
  /** What was drawn for it. */
  readonly details: string;
  /** The clip of the low frame rate. */
  readonly primary: SheetFrames;
  /** The clip of the high frame rate. */
  readonly auxiliary: SheetFrames;
}

/** What {@linkcode drawContactSheet} draws. */
export interface ContactSheet {
  /** File of the video. */
  readonly path: string;
  /** Side of the frames that the networks see, in pixels. */
  readonly size: number;
  /** Size of the decoded frames, in pixels. */
  readonly frame: ImageSize;
  /** Drawn by kind, in this order within a kind. */
  readonly views: readonly SheetView[];
}

/** What the sheet says about each kind of view, in its order. */
const KINDS: Readonly<Record<ViewKind, { letter: string; title: string; use: string }>> = {
  labeled: {
    letter: "N",
    title: "labeled clip",
    use: "randomly cropped and flipped; the networks learn the video's label from it",
  },
  weak: {
    letter: "W",
    title: "unlabeled clip, weak view",
    use: "randomly cropped and flipped; pseudo-labels are read from it",
  },
  strong: {
    letter: "S",
    title: "unlabeled clip, strong view",
    use: "a crop of its own, then operations; the networks learn the pseudo-label from it",
  },
  test: {
    letter: "T",
    title: "test clip",
    use: "from the middle of the video; nothing is random",
  },
};

/** Sides in pixels: small frames are enlarged to about the one, large ones reduced to the other. */
const TILE_SIDE = { enlarged: 64, largest: 128 } as const;

/** Red, green and blue. */
const CHANNELS = 3;

/** Space between two tiles, in pixels. */
const TILE_GAP = 4;

/** Space between the slow and the fast clip, in pixels. */
const GROUP_GAP = 24;

/** Distance from a line of text to the next, in multiples of the font's size. */
const LINE_HEIGHT = 1.5;

/** Side of the square around a kind's letter, in pixels. */
const BADGE_SIDE = 22;

/**
 * Draws a contact sheet as SVG that contains the frames as PNG. Each kind of view has a heading;
 * each view has a line that says what was drawn, then the frames of its slow and of its fast clip,
 * each with its time.
 */
export function drawContactSheet(sheet: ContactSheet): string {
  const { path, views } = sheet;
  const writer = new SheetWriter(sheet);
  const title = `Views of ${basename(path)} as the networks see them`;
  writer.writeLine(title, { class: "ink bold", size: TITLE_SIZE });
  for (const line of explain(sheet, writer.side)) {
    writer.writeLine(line, { class: "muted", size: TEXT_SIZE });
  }
  const kinds = (Object.keys(KINDS) as ViewKind[])
    .map((kind) => ({ ...KINDS[kind], views: views.filter((view) => view.kind === kind) }))
    .filter((kind) => kind.views.length > 0);
  for (const kind of kinds) {
    writer.writeHeading(kind);
    for (const view of kind.views) {
      writer.writeLine(`${view.name}: ${view.details}`, { class: "ink", size: TEXT_SIZE });
      writer.writeClips(view);
    }
  }
  const listed = kinds.map(({ letter, title, views }) => `${views.length} × ${letter}, ${title}`);
  const description = `Frames of the slow and the fast clip of each view: ${listed.join("; ")}.`;
  return writer.finish({ title, description });
}

/** Side of a frame in the sheet, in pixels: a whole multiple or fraction of its size. */
function tileSide(size: number): number {
  const { enlarged, largest } = TILE_SIDE;
  return size * Math.max(1, Math.round(enlarged / size)) / Math.ceil(size / largest);
}

/** How the frames and numbers of a sheet are to be read. */
function explain({ size, frame }: ContactSheet, side: number): string[] {
  return [
    `${size} × ${size} pixels, cut out of decoded frames of ${frame.width} × ${frame.height}` +
    describeScale(side / size),
    "Left: the slow clip, for the primary network. Right: the fast clip, for the auxiliary network.",
    "Crops: width × height at (left, top) of the decoded frame. Times: from the start of the window " +
    "that was decoded.",
  ];
}

function describeScale(scale: number): string {
  if (scale > 1) return `; shown ${scale} times as large`;
  return scale < 1 ? `; shown at 1/${1 / scale} of their size, zoom in for every pixel` : "";
}

/** How a line looks. */
interface LineOptions {
  readonly class: string;
  /** Of the font, in pixels. */
  readonly size: number;
}

/** Writes the parts of a sheet below one another. */
class SheetWriter {
  /** Side of a frame in the sheet, in pixels. */
  readonly side: number;
  readonly #size: number;
  readonly #fastLeft: number;
  readonly #elements: string[] = [];
  /** Lower edge of what is written. */
  #bottom = MARGIN;
  /** Right edge of what is written. */
  #right = MARGIN;

  constructor({ size, views }: ContactSheet) {
    this.side = tileSide(size);
    this.#size = size;
    const slowFrames = Math.max(...views.map(({ primary }) => primary.seconds.length));
    this.#fastLeft = MARGIN + slowFrames * (this.side + TILE_GAP) - TILE_GAP + GROUP_GAP;
  }

  writeLine(text: string, options: LineOptions): void {
    this.#write(text, { ...options, left: MARGIN, baseline: this.#bottom + options.size });
    this.#bottom += LINE_HEIGHT * options.size;
  }

  /** Writes the letter, the title and the use of a kind of view. */
  writeHeading({ letter, title, use }: typeof KINDS[ViewKind]): void {
    const top = this.#bottom + 2 * GAP;
    const baseline = top + BADGE_SIDE / 2 + BASELINE_BELOW_MIDDLE * TEXT_SIZE;
    const square = { x: MARGIN, y: top, width: BADGE_SIDE, height: BADGE_SIDE, rx: BADGE_SIDE / 5 };
    this.#elements.push(
      svgElement("rect", { class: "accent", ...square }),
      svgText(letter, {
        class: "on-accent bold",
        x: MARGIN + BADGE_SIDE / 2,
        y: baseline,
        "font-size": TEXT_SIZE,
        "text-anchor": "middle",
      }),
    );
    const parts = [
      svgElement("tspan", { class: "ink bold" }, escapeXml(`${title}:`)),
      svgElement("tspan", { class: "muted" }, escapeXml(` ${use}`)),
    ];
    const left = MARGIN + BADGE_SIDE + GAP;
    const line = { x: left, y: baseline, "font-size": TEXT_SIZE };
    this.#elements.push(svgElement("text", line, ...parts));
    this.#right = Math.max(this.#right, left + textWidth(`${title}: ${use}`, TEXT_SIZE));
    this.#bottom = top + BADGE_SIDE + GAP;
  }

  /** Writes the frames of a view, the slow clip on the left, the fast one on the right. */
  writeClips({ primary, auxiliary }: SheetView): void {
    this.#writeFrames(primary, { left: MARGIN, top: this.#bottom });
    this.#writeFrames(auxiliary, { left: this.#fastLeft, top: this.#bottom });
    this.#bottom += this.side + LINE_HEIGHT * SMALL_SIZE + GAP;
  }

  #writeFrames({ pixels, seconds }: SheetFrames, place: { left: number; top: number }): void {
    const { side } = this;
    const size = { width: this.#size, height: this.#size };
    const length = size.width * size.height * CHANNELS;
    seconds.forEach((second, frame) => {
      const left = place.left + frame * (side + TILE_GAP);
      const time = `${second.toFixed(2)} s`;
      const href = pngDataUrl(pixels.subarray(frame * length, (frame + 1) * length), size);
      const tile = { x: left, y: place.top, width: side, height: side, href };
      const style = side > size.width ? "image-rendering: pixelated" : undefined;
      this.#elements.push(svgElement("image", { ...tile, style }, svgTooltip(time)));
      const baseline = place.top + side + SMALL_SIZE;
      this.#write(time, { class: "muted", size: SMALL_SIZE, left, baseline });
      this.#right = Math.max(this.#right, left + side);
    });
  }

  /** The sheet as SVG file. */
  finish(words: { readonly title: string; readonly description: string }): string {
    const width = Math.ceil(this.#right + MARGIN);
    const height = Math.ceil(this.#bottom + MARGIN);
    return svgDocument({ width, height, ...words }, this.#elements);
  }

  #write(text: string, options: LineOptions & { left: number; baseline: number }): void {
    const { class: name, size, left, baseline } = options;
    this.#elements.push(svgText(text, { class: name, x: left, y: baseline, "font-size": size }));
    this.#right = Math.max(this.#right, left + textWidth(text, size));
  }
}
