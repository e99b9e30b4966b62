import { writeAllSync } from "../../datasets/write_all_sync.ts";
import type { Terminal } from "./terminal.ts";

/** Columns of a terminal that reports none. */
const DEFAULT_COLUMNS = 80;

/**
 * Returns the terminal behind standard error, for progress; results go to standard output.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { processTerminal } from "@actnetformer/deno/pipeline";
 *
 * assert.equal(processTerminal().interactive, Deno.stderr.isTerminal());
 * ```
 */
export function processTerminal(): Terminal {
  const encoder = new TextEncoder();
  return {
    interactive: Deno.stderr.isTerminal(),
    // Some terminals report 0.
    columns: () => Deno.consoleSize().columns || DEFAULT_COLUMNS,
    write(text) {
      writeAllSync(Deno.stderr, encoder.encode(text));
    },
  };
}
