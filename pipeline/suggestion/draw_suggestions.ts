import {
  BASELINE_BELOW_MIDDLE,
  GAP,
  MARGIN,
  SMALL_SIZE,
  TEXT_SIZE,
  TITLE_SIZE,
} from "../pictures/measures.ts";
import { svgElement, svgText, svgTooltip } from "../pictures/svg.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { shortenText, textWidth } from "../pictures/text_width.ts";
import { describeAnswers } from "./describe_answers.ts";
import { describeReason } from "./describe_reason.ts";
import type { Suggestion } from "./suggestion.ts";

/** A suggestion and frames of its video. */
export interface SheetSuggestion extends Suggestion {
  /** `data:` URLs of images, in the order of the video. */
  readonly frames: readonly string[];
}

/** Options of {@linkcode drawSuggestions}. */
export interface DrawSuggestionsOptions {
  /** Name of the run. */
  readonly run: string;
}

/** Size of a frame in pixels; those of other shapes fit into it. */
const TILE = { width: 128, height: 96 } as const;

/** Space between two frames, in pixels. */
const TILE_GAP = 4;

/** Distance from a line of text to the next, in multiples of the font's size. */
const LINE_HEIGHT = 1.5;

/** Of the four lines beside the frames. */
const LINES_ABOVE_MIDDLE = 1.5;

/** Average characters that a line beside the frames has room for. */
const LONGEST_LINE = 60;

/**
 * Draws a contact sheet of suggested videos as SVG that contains the frames: a row for each, with
 * its number, frames, name, and why its label would help.
 */
export function drawSuggestions(
  suggestions: readonly SheetSuggestion[],
  { run }: DrawSuggestionsOptions,
): string {
  const title = `${suggestions.length} videos whose label would help ${run} most`;
  const subtitle = "The most uncertain first. Number of the video, frames from its start to its " +
    "end, its name, and what the networks think.";
  const top = MARGIN + LINE_HEIGHT * (TITLE_SIZE + TEXT_SIZE) + GAP;
  const mostFrames = Math.max(1, ...suggestions.map(({ frames }) => frames.length));
  const framesLeft = MARGIN + textWidth(String(suggestions.length), TITLE_SIZE) + 2 * GAP;
  const textLeft = framesLeft + mostFrames * (TILE.width + TILE_GAP) + 2 * GAP;
  const rowHeight = TILE.height + GAP;
  const rows = suggestions.flatMap((suggestion, index) =>
    drawRow(suggestion, { number: index + 1, top: top + index * rowHeight, framesLeft, textLeft })
  );
  const heading = [
    svgText(title, textAt(MARGIN, MARGIN + TITLE_SIZE, { class: "ink bold", size: TITLE_SIZE })),
    svgText(
      subtitle,
      textAt(MARGIN, MARGIN + LINE_HEIGHT * TITLE_SIZE + TEXT_SIZE, {
        class: "muted",
        size: TEXT_SIZE,
      }),
    ),
  ];
  const width = Math.ceil(textLeft + LONGEST_LINE * 0.6 * TEXT_SIZE + MARGIN);
  const height = Math.ceil(top + suggestions.length * rowHeight + MARGIN);
  const names = suggestions.map(({ id }, index) => `${index + 1}: ${id}`).join("; ");
  return svgDocument({ width, height, title, description: names }, [...heading, ...rows]);
}

/** Where a row is drawn, in pixels. */
interface RowPlace {
  /** What it is called, counted from 1. */
  readonly number: number;
  readonly top: number;
  readonly framesLeft: number;
  readonly textLeft: number;
}

function drawRow(suggestion: SheetSuggestion, place: RowPlace): string[] {
  const { number, top, framesLeft, textLeft } = place;
  const { id, frames, uncertainty } = suggestion;
  const middle = top + TILE.height / 2;
  const numberBaseline = middle + BASELINE_BELOW_MIDDLE * TITLE_SIZE;
  const lines = [
    { text: id, class: "ink bold", size: TEXT_SIZE },
    { text: describeAnswers(suggestion), class: "ink", size: TEXT_SIZE },
    { text: describeReason(suggestion), class: "muted", size: SMALL_SIZE },
    {
      text: `uncertainty ${uncertainty.total.toFixed(2)}, of which disagreement ` +
        uncertainty.disagreement.toFixed(2),
      class: "muted",
      size: SMALL_SIZE,
    },
  ];
  const firstBaseline = middle - LINES_ABOVE_MIDDLE * LINE_HEIGHT * TEXT_SIZE +
    BASELINE_BELOW_MIDDLE * TEXT_SIZE;
  return [
    svgText(
      String(number),
      textAt(MARGIN, numberBaseline, { class: "muted", size: TITLE_SIZE }),
    ),
    ...frames.map((href, frame) => {
      const x = framesLeft + frame * (TILE.width + TILE_GAP);
      return svgElement("image", { x, y: top, ...TILE, href });
    }),
    ...lines.map(({ text, ...style }, line) => {
      const at = textAt(textLeft, firstBaseline + line * LINE_HEIGHT * TEXT_SIZE, style);
      return svgElement("g", {}, svgTooltip(text), svgText(shortenText(text, LONGEST_LINE), at));
    }),
  ];
}

function textAt(
  x: number,
  y: number,
  style: { readonly class: string; readonly size: number },
) {
  return { x, y, class: style.class, "font-size": style.size };
}
