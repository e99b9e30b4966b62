import { createRequire } from "node:module";
import { join } from "node:path";
import { isFile } from "../_is_file.ts";
import { messageLine } from "./_message_line.ts";

/** Options of {@linkcode installStaticBinary}. */
export interface StaticInstallOptions {
  /** Folder in the user's cache for the binary; it is created. */
  readonly directory: string;
  /** Longest time the package's installer may run, in milliseconds. */
  readonly limitMilliseconds: number;
  /**
   * Environment variables to add for the installer.
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

const require = createRequire(import.meta.url);

/** Short, as other binaries are tried next: on a slow network the user does not wait longer. */
const LIMIT_MILLISECONDS = 20_000;

/**
 * Returns the path of the binary of the npm package ffmpeg-static: in the package's folder if npm's
 * installer put it there, otherwise in the user's cache, where the package's own installer
 * downloads it. The download is tried once for each cache.
 *
 * @param directory Folder in the user's cache.
 * @throws {Error} If there is no binary for this machine, or fetching it failed now or earlier.
 */
export async function findStaticBinary(directory: string): Promise<string> {
  // The package's types name the module where CommonJS exports the value.
  const { default: path } = await import("ffmpeg-static") as unknown as { default: string | null };
  if (path === null) throw new Error(`it has none for ${Deno.build.os} ${Deno.build.arch}`);
  if (await isFile(path)) return path;
  return await installStaticBinary({ directory, limitMilliseconds: LIMIT_MILLISECONDS });
}

/**
 * Runs the installer of ffmpeg-static, unless this cache already holds its binary or its failure.
 *
 * @returns Path of the binary.
 * @throws {Error} If the installer fails now or failed earlier.
 */
export async function installStaticBinary(options: StaticInstallOptions): Promise<string> {
  const { version } = require("ffmpeg-static/package.json") as { version: string };
  const installed = join(options.directory, `ffmpeg-static-${version}`);
  const failure = `${installed}.failure`;
  await Deno.mkdir(options.directory, { recursive: true });
  // The system releases this lock when its owner ends, in whatever way.
  using lock = await Deno.open(`${installed}.lock`, { create: true, write: true });
  await lock.lock(true);
  if (await isFile(installed)) return installed;
  if (await isFile(failure)) {
    const reason = await Deno.readTextFile(failure);
    throw new Error(`its installer failed earlier (${reason}); remove ${failure} to try again`);
  }
  // The failure is written down before the attempt, so that an attempt that was killed counts too.
  await Deno.writeTextFile(failure, "it was stopped before its end");
  const partial = await Deno.makeTempDir({ dir: options.directory, suffix: ".partial" });
  try {
    const binary = join(partial, "ffmpeg");
    await runInstaller(binary, options);
    await Deno.rename(binary, installed);
    await Deno.remove(failure);
    return installed;
  } catch (error) {
    await Deno.writeTextFile(failure, messageLine(error));
    throw new Error(`its installer fails: ${messageLine(error)}`, { cause: error });
  } finally {
    await Deno.remove(partial, { recursive: true });
  }
}

async function runInstaller(
  binary: string,
  options: StaticInstallOptions,
): Promise<void> {
  const limit = AbortSignal.timeout(options.limitMilliseconds);
  const { success, code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...["--quiet", "--no-prompt"],
      ...["--allow-read", "--allow-write", "--allow-net", "--allow-env", "--allow-sys"],
      new URL("_run_static_installer.ts", import.meta.url).href,
    ],
    // FFMPEG_BIN is where ffmpeg-static puts the binary instead of the package's folder.
    env: { ...options.environment, FFMPEG_BIN: binary, NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    signal: limit,
  }).output();
  if (limit.aborted) throw new Error(`it took longer than ${options.limitMilliseconds / 1000} s`);
  if (!success || !await isFile(binary)) {
    const firstLine = new TextDecoder().decode(stderr).trim().split("\n", 1)[0];
    throw new Error(firstLine || `exit code ${code}`);
  }
}
