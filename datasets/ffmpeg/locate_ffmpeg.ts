import { findBundledBinary } from "./_bundled_binary.ts";
import { ffmpegCacheDirectory } from "./_cache_directory.ts";
import { type FfmpegAttempt, FfmpegError } from "./ffmpeg_error.ts";
import { ffmpegVersion } from "./_ffmpeg_version.ts";
import { findStaticBinary } from "./_static_binary.ts";
import { messageLine } from "./_message_line.ts";
import { findOnPath } from "./_find_on_path.ts";

/** A usable ffmpeg. */
export interface Ffmpeg {
  /** Path of the program. */
  readonly path: string;
  /** Version as ffmpeg prints it, for example "6.1.1-static". */
  readonly version: string;
  /**
   * Where it was found: "FFMPEG_PATH", "npm:ffmpeg-static", "PATH" or
   * "npm:@ffmpeg-installer/ffmpeg".
   */
  readonly source: string;
}

/** A source of ffmpeg. */
export interface FfmpegSource {
  /** The source in words, for example "PATH". */
  readonly source: string;
  /**
   * Returns the path of a binary that may or may not work; throws an error with the reason if there
   * is none.
   */
  readonly find: () => Promise<string>;
}

let located: Promise<Ffmpeg> | undefined;

/**
 * Finds an ffmpeg that runs. Tries FFMPEG_PATH, the binary of npm:ffmpeg-static (whose installer is
 * tried once for each cache), PATH, and the binary of npm:@ffmpeg-installer/ffmpeg. Looks once in
 * each process.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { locateFfmpeg } from "@actnetformer/deno/datasets";
 *
 * const { path, version } = await locateFfmpeg();
 * assert.ok((await Deno.stat(path)).isFile);
 * assert.match(version, /\d/);
 * ```
 *
 * @throws {FfmpegError} If FFMPEG_PATH is set and does not name a working ffmpeg, or no source has
 * one.
 */
export function locateFfmpeg(): Promise<Ffmpeg> {
  located ??= locateFfmpegIn(Deno.env.get("FFMPEG_PATH") || undefined, defaultSources());
  return located;
}

/**
 * Does the work of {@linkcode locateFfmpeg} for given sources.
 *
 * @param namedPath Value of FFMPEG_PATH; undefined if it is not set.
 * @param sources The sources tried if it is not set, in order.
 * @throws {FfmpegError} If none has a working ffmpeg.
 */
export async function locateFfmpegIn(
  namedPath: string | undefined,
  sources: readonly FfmpegSource[],
): Promise<Ffmpeg> {
  if (namedPath !== undefined) return await atNamedPath(namedPath);
  const attempts: FfmpegAttempt[] = [];
  for (const { source, find } of sources) {
    try {
      const path = await find();
      return { path, version: await ffmpegVersion(path), source };
    } catch (error) {
      attempts.push({ source, reason: messageLine(error) });
    }
  }
  throw new FfmpegError("Cannot read videos as ffmpeg must be on this machine", {
    attempts,
    remedy: "Install ffmpeg with the system's package manager, or set FFMPEG_PATH to its path.",
  });
}

async function atNamedPath(path: string): Promise<Ffmpeg> {
  const source = "FFMPEG_PATH";
  try {
    return { path, version: await ffmpegVersion(path), source };
  } catch (error) {
    throw new FfmpegError(
      `Cannot read videos as 'FFMPEG_PATH' must name a working ffmpeg: current value is '${path}'`,
      {
        attempts: [{ source, reason: messageLine(error) }],
        remedy: "Set FFMPEG_PATH to the ffmpeg program, or unset it to search for one.",
      },
    );
  }
}

function defaultSources(): FfmpegSource[] {
  return [
    { source: "npm:ffmpeg-static", find: () => findStaticBinary(ffmpegCacheDirectory()) },
    { source: "PATH", find: () => findOnPath(Deno.env.get("PATH") ?? "") },
    {
      source: "npm:@ffmpeg-installer/ffmpeg",
      find: () => findBundledBinary(ffmpegCacheDirectory()),
    },
  ];
}
