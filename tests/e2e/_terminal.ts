import { userEnvironment } from "./_user_environment.ts";

/**
 * Runs the command that its arguments name in a terminal of its own and passes on what it writes.
 * "press" on standard input presses Ctrl-C, "close" closes the terminal. Ends with the exit status.
 */
const PROGRAM = `
import os, pty, select, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
inputs = [0, terminal]
while terminal in inputs:
    ready, _, _ = select.select(inputs, [], [])
    if terminal in ready:
        try:
            text = os.read(terminal, 65536)
        except OSError:
            text = b""
        if not text:
            break
        os.write(1, text)
    if 0 in ready:
        words = os.read(0, 4096)
        if not words:
            inputs.remove(0)
        if b"press" in words:
            os.write(terminal, b"\\x03")
        if b"close" in words:
            os.close(terminal)
            break
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
os._exit(status if status >= 0 else 128 - status)
`;

/** Whether commands can be run in a terminal here; tests that need one are skipped otherwise. */
export const HAS_TERMINALS = Deno.build.os === "linux" && succeeds("python3", "-c", "import pty");

/** Whether `npx deno` runs an installed Deno, without a download. */
export const HAS_NPX = succeeds("npx", "--no-install", "deno", "--version");

function succeeds(command: string, ...args: readonly string[]): boolean {
  try {
    return new Deno.Command(command, { args: [...args], stdin: "null" }).outputSync().success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The environment of a user's terminal, which says nothing of colors. */
function terminalEnvironment(): Record<string, string> {
  const { NO_COLOR: _choice, ...environment } = userEnvironment();
  return environment;
}

/** A command in a terminal of its own. Dispose it: one that still runs then is killed. */
export class TerminalCommand implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #isRead: Promise<void>;
  #text = "";
  #isEnded = false;

  /** Starts a command in a folder. */
  constructor(folder: string, words: readonly string[]) {
    this.#child = new Deno.Command("python3", {
      args: ["-c", PROGRAM, ...words],
      cwd: folder,
      clearEnv: true,
      env: terminalEnvironment(),
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#isRead = this.#read();
    this.#child.status.then(() => this.#isEnded = true);
  }

  /** What the terminal has shown so far. */
  get text(): string {
    return this.#text;
  }

  /**
   * Waits until something has happened.
   *
   * @throws {Error} If the command ends before.
   */
  async until(happened: () => boolean): Promise<void> {
    while (!happened()) {
      if (this.#isEnded) throw new Error(`the command ended too early:\n${this.#text}`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Presses Ctrl-C, or closes the terminal. */
  async send(word: "press" | "close"): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${word}\n`));
  }

  /** Waits for the end; returns the exit code. */
  async end(): Promise<number> {
    const { code } = await this.#child.status;
    await this.#isRead;
    return code;
  }

  async #read(): Promise<void> {
    const texts = this.#child.stdout.pipeThrough(new TextDecoderStream());
    for await (const text of texts) this.#text += text;
  }

  /** Ends what is left of it. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch (error) {
      // It has ended: Deno knows that before `status` does.
      if (!(error instanceof TypeError)) throw error;
    }
    await this.end();
    await this.#input.close().catch(() => {});
  }
}
