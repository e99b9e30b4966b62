import type { VideoInput } from "./video_input.ts";

/** A class with its probability, 0 to 1. */
export interface ClassAnswer {
  /** Name of the class. */
  readonly class: string;
  /** Its probability. */
  readonly probability: number;
}

/** A part of a video with one answer. */
export interface Segment {
  /** Where it begins, in seconds from the video's first image. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
  /** Name of the class; null if the highest probability is below the threshold. */
  readonly class: string | null;
  /** Mean probability of the class, or the mean of the highest ones if there is none. */
  readonly probability: number;
}

/** What was found in a video. */
export interface Answer {
  /** The video. */
  readonly input: VideoInput;
  /** Its length in seconds. */
  readonly seconds: number;
  /** Number of windows that were looked at. */
  readonly windows: number;
  /** Whether it was looked at as a whole, as short videos are. */
  readonly isWhole: boolean;
  /** Whether the run was trained on it; null if that is not known. */
  readonly trainedOn: boolean | null;
  /** Every class with its mean probability, in the order of the run's classes. */
  readonly classes: readonly ClassAnswer[];
  /** From the start to the end without gaps; one for a video that was looked at as a whole. */
  readonly segments: readonly Segment[];
}

/** Why there is no answer for a video. */
export interface Failure {
  /** The video. */
  readonly input: VideoInput;
  /** What is wrong with it, in one line. */
  readonly problem: string;
}

/** A model's answer for a video, or why there is none. */
export type Prediction = Answer | Failure;
