import type { VideoSource } from "../../operators/mod.ts";
import type { Answers } from "./answers_of.ts";
import { mostProbable } from "./most_probable.ts";

/** Classes that `predictions.jsonl` names for a video and network. */
const CLASSES_NAMED = 5;

/** A line of `predictions.jsonl`: what the networks answered for a test video. */
export interface RecordedPrediction {
  /** The video's identity in the data set. */
  readonly video: string;
  /** Name of its true class. */
  readonly label: string;
  /**
   * By who answered (`primary`, `auxiliary`, `both`): the most probable classes, the highest first.
   */
  readonly answers: Readonly<Record<string, readonly ClassProbability[]>>;
}

/** A class and its probability, 0 to 1. */
export interface ClassProbability {
  /** Name of the class. */
  readonly class: string;
  /** Its probability. */
  readonly probability: number;
}

/** A video and what the networks answered for it. */
export interface AnsweredVideo {
  /** The video with its true class. */
  readonly video: VideoSource & { readonly label: number };
  readonly answers: Answers;
}

/** Makes the record of a video's answers. */
export function recordPrediction(
  { video, answers }: AnsweredVideo,
  classes: readonly string[],
): RecordedPrediction {
  const named: Record<string, readonly ClassProbability[]> = {};
  for (const [name, probabilities] of Object.entries(answers)) {
    named[name] = mostProbable(probabilities, CLASSES_NAMED).map((label) => ({
      class: classes[label]!,
      probability: probabilities[label]!,
    }));
  }
  return { video: video.id, label: classes[video.label]!, answers: named };
}
