import { plainLine } from "../../runtime/text/plain_line.ts";
import { showText } from "./show_text.ts";

/**
 * Writes a line on standard error, as {@linkcode plainLine} returns it; drops what cannot be written,
 * as {@linkcode showText} does.
 */
export function showLine(line: string): void {
  showText(`${plainLine(line)}\n`);
}
