import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { StepProfile } from "../profile/profile_step.ts";

/** Measurements of one training step. */
export interface TimedStep {
  readonly seconds: number;
  readonly loss: number;
  /** Seconds until the first wait for the device, part of `seconds`; ours only. */
  readonly traced?: number;
}

/** What a step computes, and the device's limit. */
export interface StepCost {
  /** Floating-point operations of the step's products, gradients included. */
  readonly flop: number;
  /** The most operations in a second that products reached in the same process. */
  readonly peakFlopPerSecond: number;
}

/** A program to start. */
export interface ProgramOptions {
  readonly command: string;
  readonly args: readonly string[];
  /**
   * Variables added to the environment.
   *
   * @default {}
   */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process's answer when it is ready. */
interface Ready {
  readonly version: string;
  /** Bytes of all gradients, if it counts them. */
  readonly gradientBytes?: number;
}

/** A process that takes training steps on request: ours or PyTorch's, by lines of JSON. */
export class Contender<Name extends string = string> implements AsyncDisposable {
  /** Name of the engine or its variant. */
  readonly name: Name;
  /** Version of the engine, as the process reports it. */
  version = "";
  /** Bytes of all gradients in float32; 0 if the process does not count them. */
  gradientBytes = 0;
  readonly #steps: TimedStep[] = [];
  readonly #process: Deno.ChildProcess;
  readonly #requests: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AsyncIterator<string>;
  #isKilled = false;

  private constructor(name: Name, process: Deno.ChildProcess) {
    this.name = name;
    this.#process = process;
    this.#requests = process.stdin.getWriter();
    const lines = createInterface({ input: Readable.fromWeb(process.stdout as never) });
    this.#answers = lines[Symbol.asyncIterator]();
  }

  /**
   * Starts a process and waits until it is ready.
   *
   * @throws {Error} If it ends before that.
   */
  static async start<Name extends string>(
    name: Name,
    { command, args, env = {} }: ProgramOptions,
  ): Promise<Contender<Name>> {
    const process = new Deno.Command(command, {
      args: [...args],
      env,
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const contender = new Contender(name, process);
    try {
      const { version, gradientBytes = 0 } = await contender.#readAnswer<Ready>();
      contender.version = version;
      contender.gradientBytes = gradientBytes;
      return contender;
    } catch (error) {
      await contender[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The steps so far. */
  get steps(): readonly TimedStep[] {
    return this.#steps;
  }

  /** Takes a training step. */
  async step(): Promise<void> {
    this.#steps.push(await this.ask<TimedStep>("step"));
  }

  /** Returns the peak of its resident memory in bytes. */
  async memory(): Promise<number> {
    const { bytes } = await this.ask<{ bytes: number }>("memory");
    return bytes;
  }

  /** Returns what a step computes; ours only. */
  cost(): Promise<StepCost> {
    return this.ask<StepCost>("cost");
  }

  /** Returns where the time of a step goes; ours only. */
  profile(): Promise<StepProfile> {
    return this.ask<StepProfile>("profile");
  }

  /** Ends the process at once. */
  kill(): void {
    this.#isKilled = true;
    this.#process.kill("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#isKilled) await this.#requests.close();
    await this.#process.status;
  }

  /** Sends a request and returns the answer. */
  async ask<Answer>(request: string): Promise<Answer> {
    await this.#requests.write(new TextEncoder().encode(request + "\n"));
    return await this.#readAnswer<Answer>();
  }

  async #readAnswer<Answer>(): Promise<Answer> {
    const { value, done } = await this.#answers.next();
    if (done) {
      throw new Error(`Cannot continue the bench as '${this.name}' must be running: it has ended`);
    }
    return JSON.parse(value);
  }
}
