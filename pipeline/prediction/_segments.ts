import { mostProbable } from "../evaluation/most_probable.ts";
import type { Scored } from "./_moments.ts";
import type { Segment } from "./prediction.ts";

/** How moments become segments. */
export interface SegmentRule {
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Below this probability a moment has no class. */
  readonly threshold: number;
  /** Frames per second of the grid. */
  readonly framesPerSecond: number;
}

/** Merges moments of the same class into segments, as they come. */
export class Segments {
  readonly #rule: SegmentRule;
  readonly #segments: Segment[] = [];

  /** Starts without segments. */
  constructor(rule: SegmentRule) {
    this.#rule = rule;
  }

  /** All segments so far; the last one may become longer. */
  get all(): readonly Segment[] {
    return this.#segments;
  }

  /**
   * Adds the moment that follows.
   *
   * @returns The moment as a segment, and whether its class is another than that before it.
   */
  add(moment: Scored): { readonly moment: Segment; readonly isNew: boolean } {
    const next = segmentOf(moment, this.#rule);
    const last = this.#segments.at(-1);
    const isNew = last === undefined || last.class !== next.class;
    if (isNew) {
      this.#segments.push(next);
      return { moment: next, isNew };
    }
    this.#segments[this.#segments.length - 1] = merge(last, next);
    return { moment: next, isNew };
  }
}

/** Returns a part of a video as a segment of its own. */
export function segmentOf(
  { from, to, probabilities }: Scored,
  { classes, threshold, framesPerSecond }: SegmentRule,
): Segment {
  const [label = 0] = mostProbable(probabilities, 1);
  const probability = probabilities[label] ?? 0;
  return {
    start: from / framesPerSecond,
    end: to / framesPerSecond,
    class: probability < threshold ? null : classes[label] ?? null,
    probability,
  };
}

function merge(first: Segment, second: Segment): Segment {
  const [before, after] = [first.end - first.start, second.end - second.start];
  const sum = first.probability * before + second.probability * after;
  return { ...first, end: second.end, probability: sum / (before + after) };
}
