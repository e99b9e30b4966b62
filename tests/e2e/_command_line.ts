import { ROOT } from "../_sources.ts";
import { userEnvironment } from "./_user_environment.ts";

/** How a command is started. */
export interface CommandLineOptions {
  /**
   * Whether it leads a process group of its own, as under a terminal.
   *
   * @default false
   */
  readonly ownGroup?: boolean;
  /**
   * Variables added to the environment.
   *
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * A module that is loaded before the program.
   *
   * @default none
   */
  readonly preload?: string | undefined;
  /**
   * Words in front of the command, which run it.
   *
   * @default none
   */
  readonly before?: readonly string[];
}

/** How a command ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const TASKS: Readonly<Record<string, { readonly command: string }>> =
  JSON.parse(Deno.readTextFileSync(`${ROOT}deno.json`)).tasks;

/**
 * A command line as `deno task` starts it, with the permissions of deno.json, in a folder of the
 * test's. Dispose it: a command that still runs is killed.
 */
export class CommandLine implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #stdout: Promise<string>;
  readonly #stderrEnd: Promise<void>;
  #stderr = "";
  #ended = false;

  /** @param words The task and its arguments. */
  constructor(
    folder: string,
    words: readonly string[],
    { ownGroup = false, environment = {}, preload, before = [] }: CommandLineOptions = {},
  ) {
    const [program = "", ...args] = [...before, Deno.execPath(), ...commandOf(words, preload)];
    this.#child = new Deno.Command(program, {
      args,
      cwd: folder,
      clearEnv: true,
      env: { ...userEnvironment(), ...environment },
      detached: ownGroup,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#stdout = new Response(this.#child.stdout).text();
    this.#stderrEnd = this.#collect(this.#child.stderr);
    this.#child.status.then(() => this.#ended = true);
  }

  /** Number of its process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Standard error so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /**
   * Waits until something has happened.
   *
   * @throws {Error} If the command ends before.
   */
  async until(happened: () => boolean | Promise<boolean>): Promise<void> {
    while (!await happened()) {
      if (this.#ended) throw new Error(`the command ended too early:\n${this.#stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Sends a signal. */
  kill(signal: Deno.Signal): void {
    this.#child.kill(signal);
  }

  /**
   * Sends a signal again and again until the command ends: a second one counts only after a second
   * in which the program's event loop has run.
   */
  async insist(signal: Deno.Signal): Promise<void> {
    while (!this.#ended) {
      this.kill(signal);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  /** Sends a signal to the whole process group, as Ctrl-C in a terminal does. */
  killGroup(signal: Deno.Signal): void {
    Deno.kill(-this.#child.pid, signal);
  }

  /** Waits for the end. */
  async end(): Promise<Outcome> {
    const [{ code }, stdout] = await Promise.all([
      this.#child.status,
      this.#stdout,
      this.#stderrEnd,
    ]);
    return { code, stdout, stderr: this.#stderr };
  }

  async #collect(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of stream) this.#stderr += decoder.decode(bytes, { stream: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.kill("SIGKILL");
    await this.end();
  }
}

/** Runs a command line to its end. */
export async function runCommand(folder: string, words: readonly string[]): Promise<Outcome> {
  await using command = new CommandLine(folder, words);
  return await command.end();
}

function commandOf([task = "", ...rest]: readonly string[], preload?: string): string[] {
  const definition = TASKS[task];
  if (definition === undefined) throw new Error(`deno.json has no task ${task}`);
  const [deno, verb, ...words] = definition.command.split(" ");
  if (deno !== "deno" || verb !== "run") throw new Error(`the task ${task} is not a deno run`);
  const absolute = words.map((word) => word === "pipeline/cli.ts" ? ROOT + word : word);
  const before = preload === undefined ? [] : [`--preload=${preload}`];
  return [verb, "--quiet", "--no-prompt", ...before, ...absolute, ...rest];
}
