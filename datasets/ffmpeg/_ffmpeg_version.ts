import { messageLine } from "./_message_line.ts";

/**
 * Runs a program with `-version` and reads ffmpeg's version from its first line.
 *
 * @param path Path of the program.
 * @returns For example "6.1.1-static".
 * @throws {Error} If it does not run, or is not ffmpeg.
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
  const firstLine = new TextDecoder().decode(output.stdout).split("\n", 1)[0] ?? "";
  const version = /^ffmpeg version (\S+)/.exec(firstLine)?.[1];
  if (!output.success || version === undefined) {
    throw new Error(`${path} -version does not answer like ffmpeg (exit code ${output.code})`);
  }
  return version;
}
