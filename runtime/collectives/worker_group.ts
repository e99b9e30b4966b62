import { abortExchanges } from "./_abort_exchanges.ts";
import { exchangeTexts } from "./_exchange_texts.ts";
import { ending, explainFailure, loss, TIMED_OUT } from "./_explain_failure.ts";
import { gatherIntegers } from "./_gather_integers.ts";
import { instanceKey } from "./_instance_key.ts";
import { PeerWatch } from "./_peer_watch.ts";
import { requireAgreement } from "./_require_agreement.ts";
import type { WorkerError } from "./worker_error.ts";
import type { Workers } from "./workers.ts";

/** Options of {@linkcode WorkerGroup}. */
export type WorkerGroupOptions = Pick<
  Workers,
  "addresses" | "task" | "peerTimeoutSec" | "exchangeTimeoutSec"
>;

/** Time for others to receive the last thing that this worker has sent. */
const LINGER_MS = 200;

/**
 * The group of workers that this process belongs to, made by `joinWorkers`. It watches the others
 * until it is closed.
 *
 * All workers run the same program: each of them must take part in every exchange, in the same order
 * as far as exchanges depend on each other.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 * import { joinWorkers } from "@actnetformer/deno/runtime/collectives";
 *
 * await startTensorFlow();
 * const group = await joinWorkers({ addresses: ["127.0.0.1:4000"], task: 0 });
 * assert.deepEqual(await group.exchange("ready", "state"), ["ready"]);
 * await group.close();
 * ```
 */
export class WorkerGroup implements Workers {
  /** Where each worker listens, "host:port", in the order of their tasks. */
  readonly addresses: readonly string[];
  /** Number of this worker, from 0. */
  readonly task: number;
  /** Time within which a worker that does not answer any more is noticed. */
  readonly peerTimeoutSec: number;
  /** Maximum time that work with exchanges may take. */
  readonly exchangeTimeoutSec: number;
  readonly #names = new Map<number, string>();
  #watch: PeerWatch | undefined;
  #failure: WorkerError | undefined;

  /** Creates the group; `joinWorkers` does. */
  constructor({ addresses, task, peerTimeoutSec, exchangeTimeoutSec }: WorkerGroupOptions) {
    this.addresses = addresses;
    this.task = task;
    this.peerTimeoutSec = peerTimeoutSec;
    this.exchangeTimeoutSec = exchangeTimeoutSec;
  }

  /** Number of workers. */
  get size(): number {
    return this.addresses.length;
  }

  /**
   * Returns TensorFlow's number of an exchange, by its name.
   *
   * @throws {RangeError} If another name has the same number.
   */
  keyOf(name: string): number {
    const key = instanceKey(name);
    const known = this.#names.get(key);
    if (known !== undefined && known !== name) {
      throw new RangeError(
        "Cannot exchange tensors as names of exchanges must have different numbers: " +
          `current value is '${name}', which has that of '${known}'`,
      );
    }
    this.#names.set(key, name);
    return key;
  }

  /**
   * Returns the same workers for a function whose tensors may have other shapes than those of the
   * same names in other functions: its exchanges have names of their own.
   */
  named(name: string): Workers {
    const { addresses, size, task, peerTimeoutSec, exchangeTimeoutSec } = this;
    const keyOf = (exchange: string) => this.keyOf(`${name}: ${exchange}`);
    return { addresses, size, task, peerTimeoutSec, exchangeTimeoutSec, keyOf };
  }

  /** Starts to watch the other workers. */
  watch(): void {
    if (this.size === 1) return;
    this.#watch ??= new PeerWatch({
      peers: [...this.addresses.keys()].filter((task) => task !== this.task),
      timeoutSec: this.peerTimeoutSec,
      onLost: (lost) => abortExchanges(loss(lost, this)),
    });
  }

  /**
   * Runs work in which workers exchange tensors, such as a compiled step. If an exchange fails, the
   * error says in one sentence which worker is to blame, and the group is left: no further exchange
   * is possible. Another error is thrown as it is: call {@linkcode WorkerGroup.fail} with its reason, as the others
   * wait for this worker.
   *
   * @param work Other work in between counts towards its time limit.
   * @param limitSec Time after which the others are no longer waited for; `exchangeTimeoutSec` if
   * omitted.
   * @throws {WorkerError} If an exchange in the work fails, or an earlier one did.
   */
  async guard<T>(
    work: () => T | Promise<T>,
    limitSec: number = this.exchangeTimeoutSec,
  ): Promise<T> {
    if (this.size === 1) return await work();
    if (this.#failure !== undefined) throw this.#failure;
    const limit = setTimeout(() => abortExchanges(TIMED_OUT), limitSec * 1000);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const nameOf = (key: number) => this.#names.get(key);
      this.#failure = await explainFailure(error, { group: this, nameOf });
      if (this.#failure === undefined) throw error;
      await this.#leave();
      throw this.#failure;
    } finally {
      clearTimeout(limit);
    }
  }

  /**
   * Gives each worker the texts of all workers, in the order of their tasks.
   *
   * @param name Name of the exchange.
   * @throws {WorkerError} If a worker is lost or fails.
   */
  exchange(text: string, name: string): Promise<string[]> {
    if (this.size === 1) return Promise.resolve([text]);
    return this.guard(() => exchangeTexts(text, { group: this, name }));
  }

  /**
   * Gives each worker the numbers of all workers, in the order of their tasks.
   *
   * @param values Integers, as many on each worker.
   * @param name Name of the exchange.
   * @throws {WorkerError} If a worker is lost or fails.
   */
  async gather(values: readonly number[], name: string): Promise<number[][]> {
    if (this.size === 1) return [[...values]];
    const exchange = { group: this, name: `${name}: ${values.length} numbers` };
    const all = await this.guard(() => gatherIntegers(Int32Array.from(values), exchange));
    return Array.from(this.addresses, (_, task) => {
      return [...all.subarray(task * values.length, (task + 1) * values.length)];
    });
  }

  /**
   * Requires that all workers have the same facts.
   *
   * @param facts Texts, by what they are called in an error.
   * @param name Name of the exchange.
   * @throws {WorkerError} If some differ, on all workers; it names the first worker that differs from
   * the first one. If a worker is lost or fails.
   */
  async requireAgreement(facts: Readonly<Record<string, string>>, name: string): Promise<void> {
    requireAgreement(await this.exchange(JSON.stringify(facts), name), this);
  }

  /**
   * Leaves the group because this worker cannot continue: the others end with an error that names
   * it and the reason.
   */
  async fail(reason: string): Promise<void> {
    if (this.size === 1) return;
    abortExchanges(ending(reason, this));
    await this.#leave();
  }

  /**
   * Leaves the group when all workers have come to this call, so that none of them takes the end of
   * another for a failure. The process's port stays open until it ends.
   *
   * @throws {WorkerError} If a worker is lost before.
   */
  async close(): Promise<void> {
    if (this.size === 1) return;
    try {
      await this.exchange("", "close");
    } finally {
      await this.#leave();
    }
  }

  async #leave(): Promise<void> {
    await this.#watch?.stop();
    await new Promise((resolve) => setTimeout(resolve, LINGER_MS));
  }
}
