import * as v from "valibot";
import type { ByName } from "../../operators/by_name.ts";
import { count, dateText, share } from "./number_schemas.ts";
import { imageUrl, shownText } from "./shown_schemas.ts";

/**
 * Frames of a view in a row, as the networks see them, by the name of the clip: PNG images as `data:`
 * URLs.
 */
export type FrameStrips = ByName<string>;

/** The pseudo-label that a network is offered for a clip. */
export interface OfferedLabel {
  /** Name of its class. */
  readonly class: string;
  /** Its probability, 0 to 1. */
  readonly confidence: number;
  /** Whether the gate let it pass, so that the network learned from it. */
  readonly passed: boolean;
}

/** One clip of a step as the networks saw it. */
export interface SeenClip {
  /** Identity of its video in the data set. */
  readonly video: string;
  /** Whether the step used its label. */
  readonly role: "labeled" | "unlabeled";
  /** Name of its true class, which the step does not see if the clip is unlabeled; null if unknown. */
  readonly label: string | null;
  /** By view: N of a labeled clip, W (weak) and S (strong) of an unlabeled one. */
  readonly views: {
    readonly N?: FrameStrips | undefined;
    readonly W?: FrameStrips | undefined;
    readonly S?: FrameStrips | undefined;
  };
  /**
   * Of an unlabeled clip: the pseudo-labels, by the branch that learns from them, as in
   * `metrics.jsonl`. Who gave them depends on the method: of `cmpl`, those for `primary` are the
   * auxiliary network's answers to the weak view. Absent without pseudo-labels.
   */
  readonly pseudoLabels?: ByName<OfferedLabel> | undefined;
}

/** Some clips of one step as the networks saw them: `live/views.json`, replaced now and then. */
export interface SeenViews {
  /** Version of the file's format. */
  readonly version: 1;
  /** When it was written: a date as ISO 8601 writes it. */
  readonly time: string;
  /** Steps done, that of the clips included. */
  readonly step: number;
  /** What the clips of a view are called, by their names; files of earlier versions lack it. */
  readonly words?: ByName<string> | undefined;
  /** A labeled clip and some unlabeled ones. */
  readonly clips: readonly SeenClip[];
}

/** The maximum number of clips. */
const MAX_CLIPS = 16;

const pngImage = imageUrl("png");

const strips = v.objectWithRest({ primary: pngImage }, pngImage);

const offeredLabel = v.object({ class: shownText, confidence: share, passed: v.boolean() });

/** Schema of `live/views.json`. */
export const seenViewsSchema = v.object({
  version: v.literal(1),
  time: dateText,
  step: count,
  words: v.optional(v.objectWithRest({ primary: shownText }, shownText)),
  clips: v.pipe(
    v.array(v.object({
      video: shownText,
      role: v.picklist(["labeled", "unlabeled"]),
      label: v.nullable(shownText),
      views: v.object({
        N: v.optional(strips),
        W: v.optional(strips),
        S: v.optional(strips),
      }),
      pseudoLabels: v.optional(
        v.objectWithRest({ primary: offeredLabel }, offeredLabel),
      ),
    })),
    v.maxLength(MAX_CLIPS, `must be at most ${MAX_CLIPS}`),
  ),
}) satisfies v.GenericSchema<unknown, SeenViews>;
