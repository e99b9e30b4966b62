import { type AddressAnswer, DecodeError } from "../../datasets/mod.ts";
import type { AddressHead } from "./_address_process.ts";

/** Length of a head that is believed. */
const HEAD_BYTES = 1 << 16;

const NEWLINE = 10;

/**
 * Requests a web address by a process of its own, which may do nothing else: this process, which
 * reads files of others, needs no access to the network.
 *
 * @throws {DecodeError} If the server does not give the file.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function fetchAddress(address: string, signal?: AbortSignal): Promise<AddressAnswer> {
  signal?.throwIfAborted();
  const child = spawn(address);
  const stop = () => kill(child);
  signal?.addEventListener("abort", stop, { once: true });
  const onEnd = () => signal?.removeEventListener("abort", stop);
  const output = new AddressOutput(child, { address, onEnd });
  const head = await output.readHead();
  if (head?.ok) return { ...head, body: output.body() };
  await output.end();
  signal?.throwIfAborted();
  const reason = head === undefined
    ? "the server cannot be reached"
    : `the server answers ${head.status} ${head.statusText}`.trimEnd();
  throw decodeError(address, reason);
}

function decodeError(address: string, reason: string): DecodeError {
  return new DecodeError(reason, { path: address, exitCode: null, stderr: "" });
}

/** What the process writes. */
class AddressOutput {
  readonly #address: string;
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly #onEnd: () => void;
  /** What was read after the head. */
  #first = new Uint8Array(0);

  /** @param options.onEnd Called when the process has ended. */
  constructor(
    child: Deno.ChildProcess,
    { address, onEnd }: { readonly address: string; readonly onEnd: () => void },
  ) {
    this.#address = address;
    this.#child = child;
    this.#reader = child.stdout.getReader();
    this.#onEnd = onEnd;
  }

  /** Reads the line before the content; undefined if the process ends without it. */
  async readHead(): Promise<AddressHead | undefined> {
    while (this.#first.length < HEAD_BYTES) {
      const end = this.#first.indexOf(NEWLINE);
      if (end !== -1) {
        const line = new TextDecoder().decode(this.#first.subarray(0, end));
        this.#first = this.#first.slice(end + 1);
        return JSON.parse(line);
      }
      const { value } = await this.#reader.read();
      if (value === undefined) return undefined;
      this.#first = new Uint8Array(await new Blob([this.#first, value]).arrayBuffer());
    }
    return undefined;
  }

  /** Returns the content. */
  body(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const pull = async (body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
      const { value } = await this.#reader.read();
      if (value !== undefined) return body.enqueue(value);
      const { success } = await this.#child.status;
      await this.end();
      if (success) body.close();
      else body.error(decodeError(this.#address, "the server ended the download too early"));
    };
    const first = this.#first;
    return new ReadableStream({
      start: (body) => first.length > 0 ? body.enqueue(first) : undefined,
      pull,
      cancel: () => this.end(),
    });
  }

  /** Ends the process. */
  async end(): Promise<void> {
    kill(this.#child);
    await this.#reader.cancel();
    await this.#child.status;
    this.#onEnd();
  }
}

function spawn(address: string): Deno.ChildProcess {
  const script = new URL("_address_process.ts", import.meta.url).href;
  const allowed = ["--no-prompt", "--no-config", "--no-lock", "--allow-net"];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...allowed, script, address],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    // It ended by itself a moment ago.
    if (!(error instanceof TypeError)) throw error;
  }
}
