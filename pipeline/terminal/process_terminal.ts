import type { Terminal } from "./terminal.ts";
import { writeAllSync } from "../../datasets/write_all_sync.ts";

/** Columns of a terminal that reports none. */
const DEFAULT_COLUMNS = 80;

/** Returns the terminal behind standard error, for progress; results go to standard output. */
export function processTerminal(): Terminal {
  const encoder = new TextEncoder();
  return {
    interactive: Deno.stderr.isTerminal(),
    // Some terminals report 0.
    columns: () => Deno.consoleSize().columns || DEFAULT_COLUMNS,
    write(text) {
      const bytes = encoder.encode(text);
      writeAllSync(Deno.stderr, bytes);
    },
  };
}
