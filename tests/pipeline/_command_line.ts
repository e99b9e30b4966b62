import { ROOT } from "../_sources.ts";

/** How a command ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

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
   * @default those of the tasks
   */
  readonly permissions?: readonly string[];
  /**
   * Variables added to the environment.
   *
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>>;
}

const PERMISSIONS = [
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys",
  "--allow-run",
  "--allow-ffi",
  "--allow-net",
];

/** Runs `pipeline/cli.ts` with the words of a command line to its end. */
export async function runCli(
  words: readonly string[],
  { folder = Deno.cwd(), permissions = PERMISSIONS, environment = {} }: RunCliOptions = {},
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
