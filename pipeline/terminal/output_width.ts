import { terminalColumns } from "./terminal_columns.ts";

/** Returns the columns in which standard output is shown; Infinity if that is not a terminal. */
export function outputWidth(): number {
  return Deno.stdout.isTerminal() ? terminalColumns() : Infinity;
}
