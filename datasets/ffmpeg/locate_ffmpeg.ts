import { findBundledBinary } from "./_bundled_binary.ts";
import { ffmpegCacheDirectory } from "./cache_directory.ts";
import { type FfmpegAttempt, FfmpegError } from "./ffmpeg_error.ts";
import { ffmpegVersion } from "./_ffmpeg_version.ts";
import { findStaticBinary } from "./_static_binary.ts";
import { reasonOf } from "./_first_line.ts";
import { findOnPath } from "./_find_on_path.ts";

/** A usable ffmpeg. */
export interface Ffmpeg {
  readonly path: string;
  /** As ffmpeg prints it, for example "6.1.1-static". */
  readonly version: string;
  /** Where it was found: "FFMPEG_PATH", "npm:ffmpeg-static", "PATH" or "npm:@ffmpeg-installer/ffmpeg". */
  readonly source: string;
}

/** A place to look for ffmpeg. */
export interface FfmpegPlace {
  readonly source: string;
  /** Gives the path of a binary that may or may not work; throws an error with the reason if there is none. */
  readonly find: () => Promise<string>;
}

let located: Promise<Ffmpeg> | undefined;

/**
 * Finds an ffmpeg that runs: FFMPEG_PATH, the binary of npm:ffmpeg-static (its installer is tried once for
 * each cache), PATH, the binary of npm:@ffmpeg-installer/ffmpeg. Looks once in each process.
 *
 * @throws {FfmpegError} If FFMPEG_PATH is set and does not name a working ffmpeg, or no place has one.
 */
export function locateFfmpeg(): Promise<Ffmpeg> {
  located ??= locateFfmpegIn(Deno.env.get("FFMPEG_PATH") || undefined, defaultPlaces());
  return located;
}

/**
 * {@linkcode locateFfmpeg} with the places given.
 *
 * @param namedPath Value of FFMPEG_PATH; undefined when it is not set.
 * @param places Where to look otherwise, in order.
 */
export async function locateFfmpegIn(
  namedPath: string | undefined,
  places: readonly FfmpegPlace[],
): Promise<Ffmpeg> {
  if (namedPath !== undefined) return await atNamedPath(namedPath);
  const attempts: FfmpegAttempt[] = [];
  for (const { source, find } of places) {
    try {
      const path = await find();
      return { path, version: await ffmpegVersion(path), source };
    } catch (error) {
      attempts.push({ source, reason: reasonOf(error) });
    }
  }
  throw new FfmpegError("Cannot read videos as ffmpeg must be on this machine", {
    attempts,
    remedy: "Install ffmpeg with the system's package manager, or name it in FFMPEG_PATH.",
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
        attempts: [{ source, reason: reasonOf(error) }],
        remedy: "Let FFMPEG_PATH name the ffmpeg program, or unset it and let one be found.",
      },
    );
  }
}

function defaultPlaces(): FfmpegPlace[] {
  return [
    { source: "npm:ffmpeg-static", find: () => findStaticBinary(ffmpegCacheDirectory()) },
    { source: "PATH", find: () => findOnPath(Deno.env.get("PATH") ?? "") },
    {
      source: "npm:@ffmpeg-installer/ffmpeg",
      find: () => findBundledBinary(ffmpegCacheDirectory()),
    },
  ];
}
