import * as v from "valibot";
import { STRONG_OPERATIONS } from "../../operators/views/strong_operations.ts";
import { number, oneOf, range, section, whole } from "./fields.ts";

/** Random scale, crop and flip, drawn once per clip. */
const geometrySchema = section({
  scale: v.optional(range({ min: 1 }), [256 / 224, 320 / 224]),
  flip: v.optional(number({ max: 1 }), 0.5),
});

const OPERATIONS = "must be a list with at least one operation";

const strongSchema = section({
  policy: v.optional(oneOf(["autoaugment", "randaugment", "dropout"]), "autoaugment"),
  only: v.exactOptional(
    v.pipe(
      v.array(oneOf(STRONG_OPERATIONS), OPERATIONS),
      v.nonEmpty(OPERATIONS),
    ),
  ),
  count: v.optional(whole({ min: 1 }), 2),
  magnitude: v.optional(number({ max: 10 }), 9),
  dropChannels: v.optional(number({ max: 0.9 }), 0.2),
  dropPixels: v.optional(number({ max: 0.9 }), 0.2),
  cutout: v.optional(number({ max: 1 }), 0),
});

/** Schema of `views`: how clips are changed before the networks see them. */
export const viewsSchema = section({
  labeled: v.optional(geometrySchema, {}),
  weak: v.optional(geometrySchema, {}),
  strong: v.optional(strongSchema, {}),
});
