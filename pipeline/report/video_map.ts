import type { ClassAgreement } from "../embedding/class_agreement.ts";
import type { MapPoint } from "../embedding/project_points.ts";
import type { RecordedPrediction } from "../evaluation/record_prediction.ts";

/** A map of tested videos: near each other are those whose features are alike. */
export interface VideoMap {
  /** In the order in which the keyboard reaches them. */
  readonly videos: readonly MappedVideo[];
  /** Number of videos that were tested: more than are on the map if it would be too large. */
  readonly tested: number;
  /** Classes with videos on the map, in the order of the run. */
  readonly classes: readonly string[];
  /** Nearest neighbors that were asked for their class. */
  readonly neighbors: number;
  /** How much they are of one class. */
  readonly agreement: ClassAgreement;
}

/** A video on a map, with what was answered for it. */
export interface MappedVideo extends RecordedPrediction {
  /** Where it is. */
  readonly point: MapPoint;
  /** A small JPEG image as `data:` URL. */
  readonly thumbnail: string;
}
