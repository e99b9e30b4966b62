import type { ClassProbability } from "../evaluation/record_prediction.ts";
import type { Preview } from "./make_preview.ts";
import type { Uncertainty } from "./measure_uncertainty.ts";

/** A video to label next. */
export interface Suggestion {
  /** The video's identity in the data set. */
  readonly id: string;
  /** Whole path of its file. */
  readonly path: string;
  /** How unsure the networks are. */
  readonly uncertainty: Uncertainty;
  /** The most probable classes according to both networks, the highest first. */
  readonly guesses: readonly ClassProbability[];
  /** The most probable class according to each network; of a single one only its own. */
  readonly answers: readonly NetworkAnswer[];
}

/** A network's most probable class. */
export interface NetworkAnswer extends ClassProbability {
  readonly network: "primary" | "auxiliary";
}

/** A suggestion and the images that show its video. */
export interface ShownSuggestion extends Suggestion {
  readonly preview: Preview;
}

/** What a run suggests to label. */
export interface SuggestionSet {
  /** Whole path of the run's folder. */
  readonly run: string;
  /** `data.source` that the videos were found by; a path is whole. */
  readonly source: string;
  /** `data.unlabeled` that they were found by; paths are whole. */
  readonly unlabeled: readonly string[];
  /** Class names of the run. */
  readonly classes: readonly string[];
  /** The most uncertain first. */
  readonly suggestions: readonly ShownSuggestion[];
}
