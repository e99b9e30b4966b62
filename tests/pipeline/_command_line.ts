import { ROOT } from "../_sources.ts";
import type { Outcome } from "../e2e/_command_line.ts";

/** Options of {@linkcode runCli}. */
export interface RunCliOptions {
  /**
   * Folder in which it runs.
   *
   * @default Deno.cwd()
   */
  readonly folder?: string;
  /**
   * Permissions of the process.
   *
   * @default the set "program" of deno.json
   */
  readonly permissions?: readonly string[];
  /**
   * Variables added to the environment.
   *
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs `pipeline/cli.ts` with the words of a command line to its end. */
export async function runCli(
  words: readonly string[],
  { folder = Deno.cwd(), permissions = ["-P=program"], environment = {} }: RunCliOptions = {},
): Promise<Outcome> {
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--no-prompt",
      ...permissions,
      `${ROOT}pipeline/cli.ts`,
      ...words,
    ],
    cwd: folder,
    env: { NO_COLOR: "1", ...environment },
  });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
