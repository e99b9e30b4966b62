import { plainText } from "./plain_text.ts";

/**
 * Returns a text as one line: like {@linkcode plainText}, with its line breaks written out (`\\n`).
 * All that is shown of names of others (videos, classes, folders, files) goes through one of the two.
 */
export function plainLine(text: string): string {
  return plainText(text).replaceAll("\n", "\\n");
}
