import { messageLine } from "./_message_line.ts";

/** The oldest ffmpeg that has all filters used here, and the version of its filters. */
const OLDEST = { release: [4, 1], filters: [7, 40] } as const;

/**
 * Runs a program with `-version` and reads ffmpeg's version from its first line.
 *
 * @param path Path of the program.
 * @returns For example "6.1.1-static".
 * @throws {Error} If it does not run, is not ffmpeg, or is too old.
 */
export async function ffmpegVersion(path: string): Promise<string> {
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(path, {
      args: ["-version"],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).output();
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    if (error instanceof Deno.errors.NotFound) throw new Error(`there is no program ${path}`);
    throw new Error(`${path} does not run (${messageLine(error)})`);
  }
  const text = new TextDecoder().decode(output.stdout);
  const version = /^ffmpeg version (\S+)/.exec(text)?.[1];
  if (!output.success || version === undefined) {
    throw new Error(`${path} -version does not answer like ffmpeg (exit code ${output.code})`);
  }
  if (isTooOld(version, text)) {
    throw new Error(
      `${path} is ffmpeg ${version}: it must be ${OLDEST.release.join(".")} or newer`,
    );
  }
  return version;
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
