import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { RunFiles } from "../run/run_files.ts";

/** Hex digits of a key: enough that no two runs share one. */
const DIGITS = 16;

/** Returns what addresses call a run: opaque, the same each time, and different for each folder. */
export function runKey({ path }: RunFiles): string {
  return createHash("sha256").update(resolve(path)).digest("hex").slice(0, DIGITS);
}
