import * as v from "valibot";
import { STRONG_OPERATIONS } from "../../operators/views/strong_operations.ts";
import { number, oneOf, range, section, whole } from "./fields.ts";

/** Random scale, crop and flip, drawn once per clip. */
const geometrySchema = section({
  /**
   * Short side before cropping, drawn uniformly, as a multiple of `clip.size`; 256 to 320 pixels
   * for crops of 224.
   */
  scale: v.optional(range({ min: 1 }), [256 / 224, 320 / 224]),
  /** Probability of a horizontal flip. */
  flip: v.optional(number({ max: 1 }), 0.5),
});

const OPERATIONS = "must be a list with at least one operation";

const strongSchema = section({
  /** How the strong view is drawn; the same for all frames of the clip. */
  policy: v.optional(oneOf(["autoaugment", "randaugment", "dropout"]), "autoaugment"),
  /**
   * The only operations to use, as some may change the class of a video; all if omitted. Not for
   * dropout.
   */
  only: v.exactOptional(
    v.pipe(
      v.array(oneOf(STRONG_OPERATIONS), OPERATIONS),
      v.nonEmpty(OPERATIONS),
    ),
  ),
  /** Number of operations applied to a clip; randaugment only. */
  count: v.optional(whole({ min: 1 }), 2),
  /** Strength of the operations, 0 to 10; randaugment only. */
  magnitude: v.optional(number({ max: 10 }), 9),
  /** Probability that a color channel of the clip is dropped; dropout only. */
  dropChannels: v.optional(number({ max: 0.9 }), 0.2),
  /** Probability that a pixel is dropped, in all frames; dropout only. */
  dropPixels: v.optional(number({ max: 0.9 }), 0.2),
  /** Side of a gray square painted over every frame, as a share of the clip's side; 0 for none. */
  cutout: v.optional(number({ max: 1 }), 0),
});

/** Schema of `views`: how clips are changed before the networks see them. */
export const viewsSchema = section({
  /** Labeled clips. */
  labeled: v.optional(geometrySchema, {}),
  /** Weak views of unlabeled clips, from which pseudo-labels are made. */
  weak: v.optional(geometrySchema, {}),
  /** Strong views of unlabeled clips; scale and flip are drawn as for weak views. */
  strong: v.optional(strongSchema, {}),
});
