import type { VideoEntry } from "../../datasets/mod.ts";
import { listNames } from "./list_names.ts";

/** Returns a line about copies of videos of a run, each of which counts once; none without copies. */
export function noteCopies(copies: readonly VideoEntry[]): string[] {
  if (copies.length === 0) return [];
  return [`copies of videos of the run: ${listNames(copies, "video")}: left out`];
}
