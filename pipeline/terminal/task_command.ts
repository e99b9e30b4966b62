import { quoteForShell } from "./quote_for_shell.ts";

/**
 * Returns a command of this program as one types it in a shell.
 *
 * @param words The words after `deno task`, not quoted yet.
 */
export function taskCommand(...words: readonly string[]): string {
  return ["deno", "task", ...words].map(quoteForShell).join(" ");
}
