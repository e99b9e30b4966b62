import type { RunPart } from "../run/run_record.ts";
import type { TrainResults } from "../run/results.ts";
import type { AccuracyInterval } from "../numbers/accuracy_interval.ts";
import type { ExplainedNetwork } from "../explanation/explained_networks.ts";
import type { HeatStrip } from "../explanation/heat_strips.ts";
import type { FrameStrip } from "./frame_strip.ts";
import type { Mistake } from "./find_mistakes.ts";
import type { VideoMap } from "./video_map.ts";

/** What a run's report shows. */
export interface RunReport {
  readonly name: string;
  /** The user's remark. */
  readonly tag: string | undefined;
  readonly results: TrainResults;
  /** How certain each accuracy is, by who answered. */
  readonly intervals: Readonly<Record<string, AccuracyInterval>>;
  /** Which weights were scored, as a sentence; undefined if it is not known. */
  readonly weights: string | undefined;
  /** Steps that were taken. */
  readonly steps: number;
  /** The whole configuration. */
  readonly config: unknown;
  /** From the first start to the end; none in runs of earlier versions. */
  readonly parts: readonly RunPart[];
  /** The run whose weights it started from. */
  readonly parent: string | undefined;
  /** Which videos were used, in short, and their hash; as `split.json` has it. */
  readonly split: Readonly<Record<string, unknown>>;
  /** The curves as SVG; undefined if there are none. */
  readonly curves: string | undefined;
  /** Sentences about what the result is worth. */
  readonly remarks: readonly string[];
  /** The mistakes of which the classifier was most sure. */
  readonly mistakes: readonly ShownMistake[];
  /** The networks of which mistakes show what they look at, or why they do not. */
  readonly explained: readonly ExplainedNetwork[] | string;
  /** The tested videos by their features, or why they are not shown. */
  readonly map: VideoMap | string;
}

/** A mistake with frames of its video. */
export interface ShownMistake extends Mistake {
  /** The frames, or why there are none. */
  readonly strip: FrameStrip | string;
  /** What each network looks at in the same frames; none if that cannot be shown. */
  readonly heat: readonly HeatStrip[];
}
