import type { Terminal } from "./progress.ts";
import { writeAllSync } from "../../datasets/write_all_sync.ts";

/** The terminal behind standard error, where progress goes; results go to standard output. */
export function processTerminal(): Terminal {
  const encoder = new TextEncoder();
  return {
    interactive: Deno.stderr.isTerminal(),
    // Some terminals do not tell their size and say 0.
    columns: () => Deno.consoleSize().columns || 80,
    write(text) {
      const bytes = encoder.encode(text);
      writeAllSync(Deno.stderr, bytes);
    },
  };
}
