import { below } from "./below.ts";
import { beside } from "./beside.ts";
import { GAP, SMALL_SIZE } from "./measures.ts";
import type { Part } from "./part.ts";
import { textBlock } from "./text_block.ts";

/** A line of a legend. */
export interface LegendEntry {
  /** What it looks like in the picture. */
  readonly sample: Part;
  /** What it is, in words. */
  readonly text: string;
}

/** Options of {@linkcode legend}. */
export interface LegendOptions {
  /** In pixels; longer texts continue in a line below. */
  readonly width: number;
}

/** Explains what a picture shows: a line for each entry. */
export function legend(entries: readonly LegendEntry[], { width }: LegendOptions): Part {
  return below(entries.map(({ sample, text }) => {
    const left = sample.width + GAP;
    const words = textBlock(text, { width: width - left, size: SMALL_SIZE });
    return beside([sample, words], { gap: GAP, align: "middle" });
  }));
}
