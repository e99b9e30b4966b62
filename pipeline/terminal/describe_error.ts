import { reportError } from "./report_error.ts";

/** Returns what is wrong as a sentence without its end, to be part of another text. */
export function describeError(error: unknown): string {
  return reportError(error, false).text.replace(/^error: /, "");
}
