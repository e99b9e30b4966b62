import { join } from "node:path";
import { isFile } from "../_is_file.ts";
import { cacheDirectory } from "../../runtime/wheels/cache_directory.ts";
import { writeProgress } from "../../runtime/wheels/progress.ts";
import { findBundledBinary } from "./_bundled_binary.ts";
import { type FfmpegAttempt, FfmpegError } from "./ffmpeg_error.ts";
import { ffmpegVersion } from "./_ffmpeg_version.ts";
import { installOnce } from "./_install_once.ts";
import { fetchStaticBinary, findStaticBinary, staticBinaryPath } from "./_static_binary.ts";
import { imageioWheel, installWheelBinary, wheelBinaryPaths } from "./_wheel_binary.ts";
import { messageLine } from "./_message_line.ts";
import { findOnPath } from "./_find_on_path.ts";

/** A usable ffmpeg. */
export interface Ffmpeg {
  /** Path of the program. */
  readonly path: string;
  /** Version as ffmpeg prints it, for example "6.1.1-static". */
  readonly version: string;
  /**
   * Where it was found: "FFMPEG_PATH", "npm:ffmpeg-static", "PATH", "PyPI:imageio-ffmpeg" or
   * "npm:@ffmpeg-installer/ffmpeg".
   */
  readonly source: string;
}

/** A source of ffmpeg. */
export interface FfmpegSource {
  /** The source in words, for example "PATH". */
  readonly source: string;
  /**
   * Returns the path of a binary that may or may not work, without downloading one; throws an error
   * with the reason if there is none.
   */
  readonly find: () => Promise<string>;
  /** Downloads the binary and returns its path. */
  readonly install?: ((retries: boolean) => Promise<string>) | undefined;
}

/** Options of {@linkcode locateFfmpeg}. */
export interface LocateFfmpegOptions {
  /**
   * Whether binaries are downloaded: "once" in each cache, as long as that has not failed; "again"
   * also after a failure; "never".
   *
   * @default "once"
   */
  readonly downloads?: "never" | "once" | "again" | undefined;
}

let located: Promise<Ffmpeg> | undefined;

/**
 * Finds an ffmpeg that runs. Tries FFMPEG_PATH, the binary of npm:ffmpeg-static, PATH, the binary of
 * the Python package imageio-ffmpeg, and that of npm:@ffmpeg-installer/ffmpeg, which is of 2018. Of
 * these the first and the second package's are downloaded into the user's cache if they can be, and
 * checked against their pinned SHA-256. Looks once in each process.
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
export function locateFfmpeg(options: LocateFfmpegOptions = {}): Promise<Ffmpeg> {
  const search = () =>
    locateFfmpegIn(Deno.env.get("FFMPEG_PATH") || undefined, defaultSources(), options);
  if (options.downloads !== undefined) return search();
  located ??= search();
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
  { downloads = "once" }: LocateFfmpegOptions = {},
): Promise<Ffmpeg> {
  if (namedPath !== undefined) return await atNamedPath(namedPath);
  const attempts: FfmpegAttempt[] = [];
  for (const { source, find, install } of sources) {
    try {
      return await usable(source, await find());
    } catch (error) {
      if (install === undefined || downloads === "never") {
        attempts.push({ source, reason: messageLine(error) });
        continue;
      }
    }
    try {
      return await usable(source, await install(downloads === "again"));
    } catch (error) {
      attempts.push({ source, reason: messageLine(error) });
    }
  }
  throw new FfmpegError("Cannot read videos as ffmpeg must be on this machine", {
    attempts,
    remedy: "Install ffmpeg with the system's package manager, or set FFMPEG_PATH to its path.",
  });
}

async function usable(source: string, path: string): Promise<Ffmpeg> {
  return { path, version: await ffmpegVersion(path), source };
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
    {
      source: "npm:ffmpeg-static",
      find: () => findStaticBinary(ffmpegDirectory()),
      install: (retries) => {
        const path = staticBinaryPath(ffmpegDirectory());
        const install = () => fetchStaticBinary(path, writeProgress("ffmpeg 6.1.1"));
        return installOnce({ path, record: path, install, retries });
      },
    },
    { source: "PATH", find: () => findOnPath(Deno.env.get("PATH") ?? "") },
    {
      source: "PyPI:imageio-ffmpeg",
      find: async () => {
        const { program } = wheelBinaryPaths(ffmpegDirectory());
        if (await isFile(program)) return program;
        throw new Error(`there is no file ${program}`);
      },
      install: installFromWheel,
    },
    { source: "npm:@ffmpeg-installer/ffmpeg", find: () => findBundledBinary(ffmpegDirectory()) },
  ];
}

async function installFromWheel(retries: boolean): Promise<string> {
  const { folder, program } = wheelBinaryPaths(ffmpegDirectory());
  const settings = {
    folder,
    wheel: imageioWheel(),
    python: "python3",
    report: writeProgress("ffmpeg 9.0.2"),
  };
  const install = () => installWheelBinary(settings);
  return await installOnce({ path: program, record: folder, install, retries });
}

/** Returns the folder for ffmpeg binaries in the user's cache. */
function ffmpegDirectory(): string {
  return join(cacheDirectory(), "ffmpeg");
}
