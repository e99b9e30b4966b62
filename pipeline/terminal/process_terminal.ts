import { showText } from "./show_text.ts";
import type { Terminal } from "./terminal.ts";
import { terminalColumns } from "./terminal_columns.ts";

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
    columns: terminalColumns,
    write: showText,
  };
}
