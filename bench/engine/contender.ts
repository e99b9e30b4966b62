import { createInterface } from "node:readline";
import { Readable } from "node:stream";

/** What a step took. */
export interface Timed {
  readonly seconds: number;
  readonly loss: number;
  /** Seconds of it before the first wait for the device; ours only. */
  readonly traced?: number;
}

/** A process that takes training steps when asked: ours or PyTorch's, over lines of JSON. */
export class Contender implements AsyncDisposable {
  readonly name: string;
  /** Of the engine, as it reports it. */
  version = "";
  readonly #process: Deno.ChildProcess;
  readonly #requests: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AsyncIterator<string>;

  private constructor(name: string, process: Deno.ChildProcess) {
    this.name = name;
    this.#process = process;
    this.#requests = process.stdin.getWriter();
    const lines = createInterface({ input: Readable.fromWeb(process.stdout as never) });
    this.#answers = lines[Symbol.asyncIterator]();
  }

  /** Starts it and waits until it is ready. @throws {Error} when it ends before that */
  static async start(name: string, command: string, args: readonly string[]): Promise<Contender> {
    const process = new Deno.Command(command, {
      args: [...args],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const contender = new Contender(name, process);
    ({ version: contender.version } = await contender.#answer<{ version: string }>());
    return contender;
  }

  step(): Promise<Timed> {
    return this.#ask("step");
  }

  /** Peak of its resident memory in bytes. */
  async memory(): Promise<number> {
    return (await this.#ask<{ bytes: number }>("memory")).bytes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#requests.close();
    await this.#process.status;
  }

  async #ask<T>(request: string): Promise<T> {
    await this.#requests.write(new TextEncoder().encode(request + "\n"));
    return await this.#answer<T>();
  }

  async #answer<T>(): Promise<T> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`Cannot go on with the bench as '${this.name}' has ended`);
    return JSON.parse(value);
  }
}
