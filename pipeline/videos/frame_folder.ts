import { join, resolve } from "node:path";
import { cacheDirectory } from "../../runtime/install/mod.ts";

/** Returns the folder in which decoded videos are kept: `TMPDIR`, else one in the program's cache. */
export function frameFolder(): string {
  const given = Deno.env.get("TMPDIR");
  return given ? resolve(given) : join(cacheDirectory(), "frames");
}
