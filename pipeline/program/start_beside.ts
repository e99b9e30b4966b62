import { fileURLToPath } from "node:url";
import { homeIfElsewhere } from "../terminal/home_folder.ts";

/** Options of {@linkcode startBeside}. */
export interface StartBesideOptions {
  /** The words after the command's name. */
  readonly words: readonly string[];
  /** Called with each line that it writes to its standard error. */
  readonly onLine: (line: string) => void;
}

/** A process beside this one. Disposing lets it end, and waits for that. */
export interface BesideProcess extends AsyncDisposable {
  /** Its exit code, when it has ended. */
  readonly code: Promise<number>;
}

/** How long it may take to end after this process has let go of it. */
const ENDING_MILLISECONDS = 4000;

const CLI = fileURLToPath(new URL("../cli.ts", import.meta.url));

const CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));

/**
 * Starts a command of this program in a process of its own, with the option `--beside` and the
 * permissions of its name. It is to end when this process closes its standard input, which the system
 * does too, however this process ends ({@linkcode whenParentEnds}).
 */
export function startBeside(
  command: "dashboard" | "train",
  { words, onLine }: StartBesideOptions,
): BesideProcess {
  const options = ["--quiet", "--no-prompt", `--config=${CONFIG}`, `-P=${command}`];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...options, CLI, command, "--beside", ...words],
    // It finds the program's own files and folders as this process has.
    cwd: homeIfElsewhere() ?? Deno.cwd(),
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const code = child.status.then(({ code }) => code);
  const lines = passLines(child.stderr, onLine);
  return {
    code,
    async [Symbol.asyncDispose]() {
      await child.stdin.close().catch(ignoreClosed);
      const timer = setTimeout(() => child.kill("SIGKILL"), ENDING_MILLISECONDS);
      await code;
      clearTimeout(timer);
      await lines;
    },
  };
}

async function passLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  onLine: (line: string) => void,
): Promise<void> {
  let unfinished = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (unfinished + text).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  }
  if (unfinished !== "") onLine(unfinished);
}

/** A process that has ended has no standard input any more. */
function ignoreClosed(error: unknown): void {
  if (error instanceof Deno.errors.BrokenPipe || error instanceof TypeError) return;
  throw error;
}
