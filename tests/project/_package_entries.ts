import { readSource } from "../_sources.ts";

/** The files that the package's `exports` name, relative to the root. */
export function packageEntries(): string[] {
  const { exports } = JSON.parse(readSource("deno.json")) as { exports: Record<string, string> };
  return Object.values(exports);
}
