import { join } from "node:path";
import { cacheDirectory } from "../../runtime/wheels/cache_directory.ts";
import { ChangedFileError } from "../../runtime/wheels/changed_file_error.ts";
import { checkFolder } from "../../runtime/wheels/check_folder.ts";
import { findMisfit } from "../../runtime/wheels/find_misfit.ts";
import type { PinnedFolder } from "../../runtime/wheels/pinned_folder.ts";
import { writeProgress } from "../../runtime/wheels/progress.ts";
import { reasonOf } from "../../runtime/wheels/reason_of.ts";
import { writableCache } from "../../runtime/wheels/writable_cache.ts";
import { bundledBinary, bundledFolder, installBundledBinary } from "./_bundled_binary.ts";
import { type FfmpegAttempt, FfmpegError } from "./ffmpeg_error.ts";
import { ffmpegVersion } from "./_ffmpeg_version.ts";
import { installOnce } from "./_install_once.ts";
import { findPinnedProgram, machineName } from "./_pinned_program.ts";
import {
  installStaticBinary,
  STATIC_VERSION,
  staticBinary,
  staticFolder,
} from "./_static_binary.ts";
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
  /** The folder in the user's cache that it is in; undefined if it is elsewhere. */
  readonly folder?: PinnedFolder | undefined;
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
  readonly install?: ((retries: boolean, signal?: AbortSignal) => Promise<string>) | undefined;
  /** Returns the folder in the user's cache that it is in, if it is in one. */
  readonly folder?: (() => PinnedFolder) | undefined;
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
  /** Ends a download, with the signal's reason; nothing half done is left. */
  readonly signal?: AbortSignal | undefined;
}

let located: Promise<Ffmpeg> | undefined;

/**
 * Finds an ffmpeg that runs. Tries FFMPEG_PATH, the binary of npm:ffmpeg-static, PATH, and the binary
 * of npm:@ffmpeg-installer/ffmpeg, which is of 2018. Those of the packages are installed into the
 * user's cache if they have their pinned SHA-256; the first is downloaded from PyPI unless npm has
 * it. Looks once in each process.
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
 * @throws {FfmpegError} If FFMPEG_PATH is set and does not name a working ffmpeg, no source has one,
 * or one in the user's cache was changed after it had been installed.
 * @throws {unknown} If the signal is aborted while one is downloaded: its reason.
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
 * @throws {FfmpegError} If none has a working ffmpeg, or an installed one was changed.
 * @throws {unknown} If the signal is aborted while one is downloaded: its reason.
 */
export async function locateFfmpegIn(
  namedPath: string | undefined,
  sources: readonly FfmpegSource[],
  { downloads = "once", signal }: LocateFfmpegOptions = {},
): Promise<Ffmpeg> {
  if (namedPath !== undefined) return await atNamedPath(namedPath);
  const attempts: FfmpegAttempt[] = [];
  let writable: string | null = null;
  for (const candidate of sources) {
    const { source, find, install } = candidate;
    try {
      return await usable(candidate, await find());
    } catch (error) {
      if (error instanceof ChangedFileError) throw changedProgramError(source, error);
      if (install === undefined || downloads === "never") {
        attempts.push({ source, reason: reasonOf(error) });
        continue;
      }
    }
    try {
      return await usable(candidate, await install(downloads === "again", signal));
    } catch (error) {
      signal?.throwIfAborted();
      attempts.push({ source, reason: reasonOf(error) });
      writable ??= writableCache(error);
    }
  }
  throw new FfmpegError("Cannot read videos as ffmpeg must be on this machine", {
    attempts,
    remedies: [
      ...(writable === null ? [] : [writable]),
      "Install ffmpeg with the system's package manager, or set FFMPEG_PATH to its path.",
    ],
  });
}

/** @throws {ChangedFileError} If it does not run because it was changed. */
async function usable({ source, folder }: FfmpegSource, path: string): Promise<Ffmpeg> {
  try {
    const found = { path, version: await ffmpegVersion(path), source };
    return folder === undefined ? found : { ...found, folder: folder() };
  } catch (error) {
    if (folder !== undefined) await checkFolder(folder());
    throw error;
  }
}

function changedProgramError(source: string, error: ChangedFileError): FfmpegError {
  return new FfmpegError(
    "Cannot read videos as ffmpeg must be as it was installed: it was changed",
    { attempts: [{ source, reason: error.message }], remedies: [error.remedy] },
  );
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
        remedies: ["Set FFMPEG_PATH to the ffmpeg program, or unset it to search for one."],
      },
    );
  }
}

function defaultSources(): FfmpegSource[] {
  return [
    staticSource(),
    { source: "PATH", find: () => findOnPath(Deno.env.get("PATH") ?? "") },
    bundledSource(),
  ];
}

function staticSource(): FfmpegSource {
  const source = "npm:ffmpeg-static";
  const binary = staticBinary();
  if (binary === null) return unknownSource(source);
  const folderOf = () => staticFolder(ffmpegDirectory(), binary);
  const settings = { binary, python: "python3", report: writeProgress(`ffmpeg ${STATIC_VERSION}`) };
  return {
    source,
    folder: folderOf,
    find: async () => await findPinnedProgram(folderOf()),
    install: async (retries, signal) => {
      const folder = folderOf();
      const install = () => installStaticBinary(folder, { ...settings, signal });
      return await installOnce(folder, { install, retries, signal });
    },
  };
}

function bundledSource(): FfmpegSource {
  const source = "npm:@ffmpeg-installer/ffmpeg";
  const binary = bundledBinary();
  if (binary === null) return unknownSource(source);
  const folderOf = () => bundledFolder(ffmpegDirectory(), binary);
  const find = async () => {
    const folder = folderOf();
    if ((await findMisfit(folder))?.isMissing) await installBundledBinary(folder);
    return await findPinnedProgram(folder);
  };
  return { source, folder: folderOf, find };
}

/** A source that has no program for this machine whose content is known. */
function unknownSource(source: string): FfmpegSource {
  const reason = `no checksum of one for ${machineName()} is known`;
  return { source, find: () => Promise.reject(new Error(reason)) };
}

/** Returns the folder for ffmpeg binaries in the user's cache. */
function ffmpegDirectory(): string {
  return join(cacheDirectory(), "ffmpeg");
}
