/** Columns of a terminal that reports none. */
const DEFAULT_COLUMNS = 80;

/** Returns the number of columns of the terminal. */
export function terminalColumns(): number {
  try {
    // Some terminals report 0.
    return Deno.consoleSize().columns || DEFAULT_COLUMNS;
  } catch {
    // A terminal that was closed meanwhile has none.
    return DEFAULT_COLUMNS;
  }
}
