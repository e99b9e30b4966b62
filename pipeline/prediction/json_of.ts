import type { Answering } from "./predict_options.ts";
import type { Answer, ClassAnswer, Prediction, Segment } from "./prediction.ts";
import { topClasses } from "./text_of.ts";
import type { VideoInput } from "./video_input.ts";

/** Version of the records; it changes when a field is renamed, removed or means something else. */
const VERSION = 1;

/** Digits that a probability has; a network says no more. */
const PROBABILITY_DIGITS = 4;

/** Milliseconds in times. */
const TIME_DIGITS = 3;

/**
 * Formats what is known of a video as a line of JSON, with the fields that docs/predict.md
 * describes.
 */
export function jsonOf(prediction: Prediction, answering: Answering): string {
  const { input } = prediction;
  if ("problem" in prediction) {
    return JSON.stringify({ ...headOf(input, answering), problem: prediction.problem });
  }
  const { seconds, windows, trainedOn, classes, segments }: Answer = prediction;
  return JSON.stringify({
    ...headOf(input, answering),
    seconds: rounded(seconds, TIME_DIGITS),
    windows,
    trainedOn,
    classes: topClasses(classes, classes.length).map(roundedClass),
    segments: segments.map(roundedSegment),
  });
}

/** Formats a moment of a live video as a line of JSON. */
export function momentJson(input: VideoInput, moment: Segment, answering: Answering): string {
  return JSON.stringify({ ...headOf(input, answering), segments: [roundedSegment(moment)] });
}

function headOf(input: VideoInput, { run, step, network }: Answering) {
  return { version: VERSION, video: input.name, run: run.name, step, network };
}

function roundedClass({ class: name, probability }: ClassAnswer): ClassAnswer {
  return { class: name, probability: rounded(probability, PROBABILITY_DIGITS) };
}

function roundedSegment({ start, end, class: name, probability }: Segment): Segment {
  return {
    start: rounded(start, TIME_DIGITS),
    end: rounded(end, TIME_DIGITS),
    class: name,
    probability: rounded(probability, PROBABILITY_DIGITS),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
