import { below } from "../pictures/below.ts";
import { beside } from "../pictures/beside.ts";
import { image } from "../pictures/image.ts";
import { GAP, SMALL_SIZE, TITLE_SIZE } from "../pictures/measures.ts";
import type { Part } from "../pictures/part.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { textLine } from "../pictures/text_line.ts";
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

/** Average characters that a line beside the frames has room for. */
const LONGEST_LINE = 60;

/**
 * Draws a contact sheet of suggested videos as SVG that contains the frames: a row for each, with
 * its number, frames, name, and why it is suggested.
 */
export function drawSuggestions(
  suggestions: readonly SheetSuggestion[],
  { run }: DrawSuggestionsOptions,
): string {
  const mostFrames = Math.max(1, ...suggestions.map(({ frames }) => frames.length));
  const widths = {
    number: textWidth(String(suggestions.length), TITLE_SIZE),
    frames: mostFrames * (TILE.width + GAP / 2),
  };
  const rows = suggestions.map((suggestion, index) => rowPart(suggestion, index + 1, widths));
  return svgDocument({
    title: `${suggestions.length} videos to label next, suggested by ${run}`,
    explanation: [
      "Uncertain ones that differ, the most uncertain first. Number of the video, frames from its start to its end, its name, " +
      "and what the networks think. Uncertainty is 0 where they are sure and agree, and 1 where " +
      "any class is as likely; disagreement is the part of it by which their answers differ.",
    ],
    description: suggestions.map(({ id }, index) => `${index + 1}: ${id}`).join("; "),
  }, below(rows, GAP));
}

/** Widths that all rows have in common, in pixels. */
interface ColumnWidths {
  readonly number: number;
  readonly frames: number;
}

function rowPart(suggestion: SheetSuggestion, number: number, widths: ColumnWidths): Part {
  const { id, frames } = suggestion;
  const quiet = { look: "muted", size: SMALL_SIZE };
  const images = frames.map((href) => image(href, TILE));
  const words = [
    lineOf(id, { look: "ink bold" }),
    lineOf(describeAnswers(suggestion), { look: "ink" }),
    lineOf(describeReason(suggestion), quiet),
  ];
  return beside([
    { ...textLine(String(number), { look: "muted", size: TITLE_SIZE }), width: widths.number },
    { ...beside(images, { gap: GAP / 2 }), width: widths.frames },
    below(words),
  ], { gap: GAP, align: "middle" });
}

/** A line of limited length; the tooltip has the whole text. */
function lineOf(text: string, style: { readonly look: string; readonly size?: number }): Part {
  return textLine(shortenText(text, LONGEST_LINE), { ...style, tooltip: text });
}
