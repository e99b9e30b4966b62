import { join } from "node:path";

/**
 * Returns the folder for ffmpeg binaries in the user's cache:
 * `$XDG_CACHE_HOME/actnetformer/ffmpeg`, else `~/.cache/actnetformer/ffmpeg` (`~/Library/Caches/…`
 * on macOS, `%LOCALAPPDATA%` on Windows). Does not create it. `runtime/install/` follows the same
 * rule; neither folder may import the other.
 *
 * @throws {Deno.errors.NotFound} If the environment names no such folder.
 */
export function ffmpegCacheDirectory(): string {
  // The XDG rules say that a relative path is to be ignored.
  const cache = Deno.env.get("XDG_CACHE_HOME");
  if (cache?.startsWith("/")) return join(cache, "actnetformer", "ffmpeg");
  const { os } = Deno.build;
  const home = Deno.env.get(os === "windows" ? "LOCALAPPDATA" : "HOME");
  if (home === undefined || home === "") {
    throw new Deno.errors.NotFound(
      "Cannot find the user's cache as 'HOME' or 'XDG_CACHE_HOME' must be set: current value is undefined",
    );
  }
  if (os === "windows") return join(home, "actnetformer", "ffmpeg");
  const caches = os === "darwin" ? join("Library", "Caches") : ".cache";
  return join(home, caches, "actnetformer", "ffmpeg");
}
