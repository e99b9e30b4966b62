import { plainText } from "./plain_text.ts";
import { showText } from "./show_text.ts";

/**
 * Writes a line on standard error, as {@linkcode plainText} returns it; drops what cannot be written,
 * as {@linkcode showText} does.
 */
export function showLine(line: string): void {
  showText(`${plainText(line)}\n`);
}
