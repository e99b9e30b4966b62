import { device } from "../device.ts";
import { present } from "../ffi/library.ts";
import { sessionConfig } from "../session_config.ts";
import { dialed, ipv4Bytes, parseAddress } from "./_address.ts";
import { describeWorker } from "./_describe_worker.ts";
import { exchangeTexts } from "./_exchange_texts.ts";
import { requireAgreement } from "./_require_agreement.ts";
import { restrictListener } from "./_restrict_listener.ts";
import { serverDefinition } from "./_server_definition.ts";
import { waitForPeers } from "./_wait_for_peers.ts";
import { WorkerError } from "./worker_error.ts";
import { WorkerGroup } from "./worker_group.ts";

/** Options of {@linkcode joinWorkers}. */
export interface JoinWorkersOptions {
  /**
   * Where each worker listens, as host:port, in the order of their tasks; the same list on all
   * workers. A single one is a group of its own: it listens nowhere.
   */
  readonly addresses: readonly string[];
  /** Number of this worker, from 0. */
  readonly task: number;
  /**
   * IPv4 address of this machine at which connections are accepted, or "any" for all. Whoever can
   * connect can read and change what is computed: nothing is encrypted, and nobody asks for a
   * password.
   *
   * @default the worker's own address, which must then be an IPv4 address or localhost
   */
  readonly bind?: string | undefined;
  /**
   * What must be the same on all workers, by what it is called in an error: the program's version,
   * hashes of the configuration and of the data.
   *
   * @default nothing but the addresses
   */
  readonly agree?: Readonly<Record<string, string>> | undefined;
  /**
   * Time to wait until all workers have come, in seconds.
   *
   * @default 300
   */
  readonly startTimeoutSec?: number | undefined;
  /**
   * Time within which a worker that is stopped or cut off is noticed, in seconds.
   *
   * @default 60
   */
  readonly peerTimeoutSec?: number | undefined;
  /**
   * Maximum time that a step, or other work with exchanges, may take, in seconds: how long others are
   * waited for although they answer.
   *
   * @default 1800
   */
  readonly exchangeTimeoutSec?: number | undefined;
  /**
   * Called with a line that says which workers are missing, when some are after two seconds and
   * every half minute.
   *
   * @default no calls
   */
  readonly notify?: ((line: string) => void) | undefined;
  /** Ends the wait for other workers, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What a timer can wait. */
const LONGEST_SEC = 1_000_000;

/** Whether this process has started, or tried to start, its server. */
let hasJoined = false;

/** Time for workers that are there to say who they are. */
const INTRODUCTION_SEC = 30;

/**
 * Starts this process as one of several workers and waits for the others. TensorFlow's own runtime
 * connects them (gRPC); `allReduceMean` and `allGather` of the runtime's ops exchange tensors then,
 * inside compiled functions too.
 *
 * Call it after `startTensorFlow`, once in a process.
 *
 * @throws {RangeError} If an address has another form or is there twice, `task` is none of the
 * list, a time is not positive or above 1,000,000 s, or `bind` is missing or not an IPv4 address.
 * @throws {WorkerError} If the process has joined workers before, this worker cannot listen, others do not come in time, or a worker was
 * started with other addresses or something else that must agree.
 * @throws {unknown} If the signal is aborted: its reason.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { startTensorFlow } from "@actnetformer/deno/runtime";
 * import { joinWorkers } from "@actnetformer/deno/runtime/collectives";
 *
 * await startTensorFlow();
 * // With two addresses it would wait for the other process.
 * const group = await joinWorkers({ addresses: ["127.0.0.1:4000"], task: 0 });
 * assert.equal(group.size, 1);
 * await group.close();
 * ```
 */
export async function joinWorkers(options: JoinWorkersOptions): Promise<WorkerGroup> {
  const { addresses, task, agree = {}, startTimeoutSec = 300, notify, signal } = options;
  const { peerTimeoutSec = 60, exchangeTimeoutSec = 1800 } = options;
  checkTask(addresses, task);
  checkTimes({ startTimeoutSec, peerTimeoutSec, exchangeTimeoutSec });
  const group = new WorkerGroup({ addresses, task, peerTimeoutSec, exchangeTimeoutSec });
  if (group.size === 1) return group;
  const bind = boundAddress(options);
  if (hasJoined) {
    throw new WorkerError(
      "Cannot join workers as a process must do so only once: it has before",
      { task },
    );
  }
  hasJoined = true;
  await listen(group, bind);
  await waitForPeers(group, { startTimeoutSec, notify, signal });
  group.watch();
  try {
    await introduce(group, agree);
  } catch (error) {
    await group.fail(error instanceof Error ? error.message : String(error));
    throw error;
  }
  return group;
}

function checkTask(addresses: readonly string[], task: number): void {
  if (addresses.length === 0) {
    throw new RangeError(
      "Cannot join workers as 'addresses' must have at least one: current value has none",
    );
  }
  addresses.forEach(parseAddress);
  const twice = addresses.find((address, index) => addresses.indexOf(address) < index);
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot join workers as 'addresses' must differ: current value has ${twice} twice`,
    );
  }
  if (Number.isInteger(task) && task >= 0 && task < addresses.length) return;
  throw new RangeError(
    `Cannot join workers as 'task' must be an integer from 0 to ${addresses.length - 1}, a ` +
      `position in 'addresses': current value is ${task}`,
  );
}

function checkTimes(times: Readonly<Record<string, number>>): void {
  for (const [name, seconds] of Object.entries(times)) {
    if (seconds > 0 && seconds <= LONGEST_SEC) continue;
    throw new RangeError(
      `Cannot join workers as '${name}' must be a positive number up to ${LONGEST_SEC}: ` +
        `current value is ${seconds}`,
    );
  }
}

/** Returns the address to accept connections at; null for all. */
function boundAddress(
  { addresses, task, bind }: JoinWorkersOptions,
): readonly number[] | null {
  if (bind === "any") return null;
  const { host } = parseAddress(dialed(addresses[task]!));
  const bytes = ipv4Bytes(bind ?? host);
  if (bytes !== undefined) return bytes;
  const needed = bind === undefined
    ? `be given for a host name such as ${host}: an IPv4 address of this machine, or "any"`
    : `be an IPv4 address of this machine, or "any": current value is ${bind}`;
  throw new RangeError(`Cannot join workers as 'bind' must ${needed}`);
}

/** Starts TensorFlow's server. */
async function listen(group: WorkerGroup, bind: readonly number[] | null): Promise<void> {
  const { library, context, options } = device();
  const { symbols } = library;
  const { task } = group;
  const addresses = group.addresses.map(dialed);
  const definition = serverDefinition({ addresses, task, config: sessionConfig(options) });
  const status = present(symbols.TF_NewStatus(), "TF_NewStatus");
  try {
    const length = BigInt(definition.length);
    await symbols.TFE_EnableCollectiveOps(context, definition, length, status);
    if (symbols.TF_GetCode(status) !== 0) {
      const { reason } = library.failure(status);
      throw new WorkerError(
        `Cannot start ${describeWorker(task, group)} as it must be able to listen there: ` +
          `TensorFlow says "${reason}"; is the port in use, by a worker of the same number?`,
        { task },
      );
    }
  } finally {
    symbols.TF_DeleteStatus(status);
  }
  if (bind !== null) restrictListener(parseAddress(addresses[task]!).port, bind);
}

/** Makes sure that all workers belong together. */
async function introduce(
  group: WorkerGroup,
  agree: Readonly<Record<string, string>>,
): Promise<void> {
  const facts = { addresses: group.addresses.join(","), ...agree };
  const text = JSON.stringify(facts);
  const limitSec = Math.min(INTRODUCTION_SEC, group.exchangeTimeoutSec);
  const texts = await group.guard(
    () => exchangeTexts(text, { group, name: "introduction" }),
    limitSec,
  );
  requireAgreement(texts, group);
}
