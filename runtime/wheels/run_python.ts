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
  readonly signal?: AbortSignal;
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
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(command.python, {
      args: [...command.args],
      cwd: command.directory,
      env: command.environment ?? {},
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      ...(command.signal === undefined ? {} : { signal: command.signal }),
    }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(`there is no ${command.python}`, { cause: error });
  }
  command.signal?.throwIfAborted();
  const decoder = new TextDecoder();
  if (output.success) return decoder.decode(output.stdout);
  const lines = decoder.decode(output.stderr).trim().split("\n").map((line) => line.trim());
  const line = lines.findLast((line) => line.startsWith("ERROR:")) ?? lines.at(-1) ?? "";
  const reason = line.replace(/^ERROR:\s*/, "") || `exit code ${output.code}`;
  throw new Error(`${command.python} fails: ${reason}`);
}
