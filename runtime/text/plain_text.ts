/**
 * Characters that change what a terminal does or shows: control characters but tabs and line breaks,
 * other ends of lines, and those that turn the direction of writing.
 */
// deno-lint-ignore no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Returns a text of several lines with its control characters written out (`\u001b`): names, tags and
 * classes come from files of others.
 */
export function plainText(text: string): string {
  return text.replace(CONTROLS, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
