/** Memory pages of this machine are this large. */
const PAGE_BYTES = 4096;

/** Lists all processes again and again: a shell reads, as Deno may only with all permissions. */
const LISTING = "while :; do cat /proc/[0-9]*/stat 2>/dev/null; echo end; sleep 0.05; done";

/** A process, as `/proc` describes it. */
interface ListedProcess {
  readonly id: number;
  readonly parent: number;
  readonly bytes: number;
}

/**
 * Watches how much memory the child processes of this one take (on Linux). Dispose it.
 */
export class ProcessMemory implements AsyncDisposable {
  readonly #lister = new Deno.Command("sh", {
    args: ["-c", LISTING],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  readonly #reading: Promise<void>;
  /** The largest sum of the memory of all of them, in bytes. */
  peakBytes = 0;

  /** Starts to watch. */
  constructor() {
    this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    let text = "";
    for await (const part of this.#lister.stdout.pipeThrough(new TextDecoderStream())) {
      const lists = (text + part).split("end\n");
      text = lists.pop() ?? "";
      for (const list of lists) {
        const children = list.split("\n").flatMap(parseProcess)
          .filter(({ parent, id }) => parent === Deno.pid && id !== this.#lister.pid);
        const bytes = children.reduce((sum, child) => sum + child.bytes, 0);
        this.peakBytes = Math.max(this.peakBytes, bytes);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lister.kill("SIGKILL");
    await this.#lister.status;
    await this.#reading;
  }
}

function parseProcess(line: string): ListedProcess[] {
  const [, id, name = "", rest] = /^(\d+) \((.*)\) (.*)$/.exec(line) ?? [];
  if (rest === undefined) return [];
  // A copy of this process that has yet to become another program: its memory is this one's.
  if (/^(?:deno|tokio)/.test(name)) return [];
  const fields = rest.split(" ");
  return [{
    id: Number(id),
    parent: Number(fields[1]),
    bytes: Number(fields[21]) * PAGE_BYTES,
  }];
}
