import { showText } from "./show_text.ts";
import type { Terminal } from "./terminal.ts";

/** Columns of a terminal that reports none. */
const DEFAULT_COLUMNS = 80;

/**
 * Returns the terminal behind standard error, for progress; results go to standard output. Text that
 * cannot be written is dropped.
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
  return {
    interactive: Deno.stderr.isTerminal(),
    columns,
    write: showText,
  };
}

function columns(): number {
  try {
    // Some terminals report 0.
    return Deno.consoleSize().columns || DEFAULT_COLUMNS;
  } catch {
    // A terminal that was closed meanwhile has none.
    return DEFAULT_COLUMNS;
  }
}
