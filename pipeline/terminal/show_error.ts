import { reportError } from "./report_error.ts";
import { showLine } from "./show_line.ts";

/** Shows an error on standard error, as {@linkcode reportError} words it. */
export function showError(error: unknown, debug = false): void {
  for (const line of reportError(error, debug).text.split("\n")) showLine(line);
}
