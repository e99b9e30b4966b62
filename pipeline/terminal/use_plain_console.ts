import { plainLine } from "../../runtime/text/plain_line.ts";
import { nameStandardOutput } from "./_name_standard_output.ts";

/**
 * Lets `console.log` and `console.error` print each text as one line, as {@linkcode plainLine}
 * returns it. An error of `console.log` names standard output.
 */
export function usePlainConsole(): void {
  const { log, error } = console;
  console.log = (...values) => nameStandardOutput(() => log(...values.map(plain)));
  console.error = (...values) => error(...values.map(plain));
}

function plain(value: unknown): unknown {
  return typeof value === "string" ? plainLine(value) : value;
}
