import { join } from "node:path";

/** What decides where a user's cache is. */
export interface CacheEnvironment {
  /** Operating system, as in `Deno.build.os`. */
  readonly os: typeof Deno.build.os;
  /** Returns the value of an environment variable; undefined if it is not set. */
  readonly variable: (name: string) => string | undefined;
}

/**
 * Returns the project's folder in the user's cache: `$XDG_CACHE_HOME/actnetformer`, otherwise
 * `~/.cache/actnetformer` (`~/Library/Caches/actnetformer` on macOS, `%LOCALAPPDATA%/actnetformer`
 * on Windows). Does not create it.
 *
 * @throws {Deno.errors.NotFound} If neither `XDG_CACHE_HOME` nor `HOME` is set.
 */
export function cacheDirectory(environment: CacheEnvironment = processEnvironment): string {
  // The XDG rules say that a relative path is to be ignored.
  const base = environment.variable("XDG_CACHE_HOME");
  if (base !== undefined && base.startsWith("/")) return join(base, "actnetformer");
  const isWindows = environment.os === "windows";
  const home = environment.variable(isWindows ? "LOCALAPPDATA" : "HOME");
  if (home === undefined || home === "") {
    throw new Deno.errors.NotFound(
      "Cannot find the user's cache as 'HOME' or 'XDG_CACHE_HOME' must be set: current value is undefined",
    );
  }
  if (isWindows) return join(home, "actnetformer");
  const caches = environment.os === "darwin" ? ["Library", "Caches"] : [".cache"];
  return join(home, ...caches, "actnetformer");
}

const processEnvironment: CacheEnvironment = {
  os: Deno.build.os,
  variable: (name) => Deno.env.get(name),
};
