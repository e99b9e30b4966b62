import { showText } from "./show_text.ts";

/** Writes a line on standard error; drops what cannot be written, as {@linkcode showText} does. */
export function showLine(line: string): void {
  showText(`${line}\n`);
}
