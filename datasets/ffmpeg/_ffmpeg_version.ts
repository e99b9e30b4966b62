import { reasonOf } from "../../runtime/wheels/reason_of.ts";
import { runFfmpegForText } from "./_run_ffmpeg.ts";

/** The oldest ffmpeg that has all filters used here, and the version of its filters. */
const OLDEST = { release: [4, 1], filters: [7, 40] } as const;

/** The program does nothing yet but start. */
const SILENCE_SEC = 10;

/**
 * Runs a program with `-version` and reads ffmpeg's version from its first line.
 *
 * @param path Path of the program.
 * @returns For example "6.1.1-static".
 * @param silenceSec How long it may be silent.
 * @throws {Error} If it does not run or answer, is not ffmpeg, or is too old.
 */
export async function ffmpegVersion(path: string, silenceSec = SILENCE_SEC): Promise<string> {
  const { text, exitCode } = await runVersion(path, silenceSec);
  const version = /^ffmpeg version (\S+)/.exec(text)?.[1];
  if (exitCode !== 0 || version === undefined) {
    throw new Error(`${path} -version does not answer like ffmpeg (exit code ${exitCode})`);
  }
  if (isTooOld(version, text)) {
    throw new Error(
      `${path} is ffmpeg ${version}: it must be ${OLDEST.release.join(".")} or newer`,
    );
  }
  return version;
}

async function runVersion(path: string, silenceSec: number) {
  const options = { ffmpegPath: path, args: ["-version"], maxMebibytes: 1, silenceSec };
  try {
    return await runFfmpegForText(options);
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    if (cause instanceof Deno.errors.NotFound) throw new Error(`there is no program ${path}`);
    throw new Error(`${path} does not run (${reasonOf(cause)})`);
  }
}

function isTooOld(version: string, text: string): boolean {
  const release = /^n?(\d+)\.(\d+)/.exec(version);
  if (release !== null) return isBefore(release, OLDEST.release);
  // A build between releases, named by its commit.
  const filters = /^libavfilter +(\d+)\. *(\d+)/m.exec(text);
  return filters !== null && isBefore(filters, OLDEST.filters);
}

function isBefore(
  [, major, minor]: RegExpExecArray,
  [oldestMajor, oldestMinor]: readonly [number, number],
): boolean {
  return Number(major) < oldestMajor ||
    (Number(major) === oldestMajor && Number(minor) < oldestMinor);
}
