/** A Python to run, or why there is none. */
export interface TestPython {
  /** The program; undefined if it lacks a package. */
  readonly path: string | undefined;
  /** Says what is missing, as the end of a test's name; empty if nothing is. */
  readonly lack: string;
}

/**
 * Finds a Python that has packages: that of `ACTNETFORMER_TEST_PYTHON`, else `python3`.
 *
 * @param modules Names of the modules that it must be able to import.
 */
export async function findPython(modules: readonly string[]): Promise<TestPython> {
  const path = Deno.env.get("ACTNETFORMER_TEST_PYTHON") ?? "python3";
  const find = `import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[1:])))`;
  const hasAll = await run(path, ["-c", find, ...modules]);
  if (hasAll) return { path, lack: "" };
  return { path: undefined, lack: ` (skipped: ${path} has no ${modules.join(", ")})` };
}

async function run(program: string, words: string[]): Promise<boolean> {
  try {
    const command = new Deno.Command(program, { args: words, stdout: "null", stderr: "null" });
    return (await command.output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Runs a Python script and returns what it printed. */
export async function runPython(
  python: string,
  script: string,
  { words = [], cwd }: { readonly words?: readonly string[]; readonly cwd?: string } = {},
): Promise<string> {
  const command = new Deno.Command(python, {
    args: ["-c", script, ...words],
    env: { TF_CPP_MIN_LOG_LEVEL: "3", PYTHONDONTWRITEBYTECODE: "1" },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot run a script of Python: ${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}
