import { isReadOnly } from "../files/is_read_only.ts";

/**
 * Returns what a user can do if something could not be installed as the cache cannot be written to,
 * in one sentence; null if that is not why.
 *
 * @param error What the installation threw.
 */
export function writableCache(error: unknown): string | null {
  return isReadOnly(error)
    ? "Let XDG_CACHE_HOME name a folder that you can write to: it is installed there."
    : null;
}
