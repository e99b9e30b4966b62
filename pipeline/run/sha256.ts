import * as v from "valibot";

/** Schema of a SHA-256 in hexadecimal digits. */
export const sha256 = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex"),
);
