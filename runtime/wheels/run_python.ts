/** What {@linkcode runPython} runs. */
export interface PythonCommand {
  /** Python to run, for example "python3". */
  readonly python: string;
  /** Arguments of the command. */
  readonly args: readonly string[];
  /** Working folder; Python looks for modules there first, so it must not be the user's own. */
  readonly directory: string;
  /** Environment variables to add. */
  readonly environment?: Record<string, string>;
  /** Ends it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs Python and waits until it ends.
 *
 * @returns What it wrote to standard output.
 * @throws {Error} If there is no such Python, or it fails; the message is the last line of its
 * error output.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function runPython(command: PythonCommand): Promise<string> {
  const { signal } = command;
  signal?.throwIfAborted();
  const child = spawn(command);
  const stop = () => kill(child);
  signal?.addEventListener("abort", stop, { once: true });
  let output: Deno.CommandOutput;
  try {
    output = await child.output();
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  signal?.throwIfAborted();
  const decoder = new TextDecoder();
  if (output.success) return decoder.decode(output.stdout);
  const lines = decoder.decode(output.stderr).trim().split("\n").map((line) => line.trim());
  const line = lines.findLast((line) => line.startsWith("ERROR:")) ?? lines.at(-1) ?? "";
  const reason = line.replace(/^ERROR:\s*/, "") || `exit code ${output.code}`;
  throw new Error(`${command.python} fails: ${reason}`);
}

function spawn({ python, args, directory, environment }: PythonCommand): Deno.ChildProcess {
  try {
    return new Deno.Command(python, {
      args: [...args],
      cwd: directory,
      env: environment ?? {},
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`there is no ${python}`, { cause: error });
  }
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    // It ended by itself a moment ago.
    if (!(error instanceof TypeError)) throw error;
  }
}
