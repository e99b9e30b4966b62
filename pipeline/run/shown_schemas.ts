import * as v from "valibot";

/** The maximum number of characters of a text, and of an image. */
const MAX_TEXT = 4096;
const MAX_IMAGE = 2 ** 20;

/** Schema of a text that a page shows. */
export const shownText = v.pipe(
  v.string(),
  v.maxLength(MAX_TEXT, `must have at most ${MAX_TEXT} characters`),
);

/** Makes the schema of an image as a `data:` URL. A page shows it, so it must be nothing else. */
export function imageUrl(format: "jpeg" | "png"): v.GenericSchema<string> {
  return v.pipe(
    v.string(),
    v.maxLength(MAX_IMAGE, `must have at most ${MAX_IMAGE} characters`),
    v.regex(
      new RegExp(`^data:image/${format};base64,[A-Za-z0-9+/]+={0,2}$`),
      `must be a ${format.toUpperCase()} image as a data: URL`,
    ),
  );
}
