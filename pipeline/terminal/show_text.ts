import { writeAllSync } from "../../datasets/write_all_sync.ts";

/**
 * Writes text on standard error, unchanged. What cannot be written (the terminal was closed, the
 * disk of a log is full) is dropped: it must not end the work that it is about.
 */
export function showText(text: string): void {
  try {
    writeAllSync(Deno.stderr, new TextEncoder().encode(text));
  } catch (error) {
    // Only the system's refusals: they have a code.
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}
