import * as v from "valibot";

/** Schema of a number; JSON's `1e400` is read as infinite. */
export const finite = v.pipe(v.number(), v.finite("must be a finite number"));

/** Schema of a number that may be unknown; JSON has null for it. */
export const finiteOrNull = v.nullable(finite);

/** Schema of how many of something there are. */
export const count = v.pipe(
  v.number(),
  v.safeInteger("must be a whole number"),
  v.minValue(0, "must be at least 0"),
);

/** Schema of an amount. */
export const amount = v.pipe(finite, v.minValue(0, "must be at least 0"));

/** Schema of a share of something, 0 to 1. */
export const share = v.pipe(amount, v.maxValue(1, "must be at most 1"));

/** Schema of a share of nothing, which is NaN and null in JSON, or of something. */
export const shareOrNaN = v.pipe(v.nullable(share), v.transform((value) => value ?? NaN));

/** Schema of a point in time. */
export const dateText = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), "must be a date as ISO 8601 writes it"),
);
