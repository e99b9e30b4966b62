import { device } from "../device.ts";
import { attr, type OpAttribute } from "../ffi/attributes.ts";
import type { Workers } from "./workers.ts";

/** One exchange among workers: a collective op in each of them. */
export interface Exchange {
  /** The workers. */
  readonly group: Workers;
  /**
   * Name of the exchange: the same on all workers, and of no other exchange that may run at the same
   * time. Each worker must take part in it equally often.
   */
  readonly name: string;
}

/** TensorFlow's number of the group of all workers. */
const GROUP_KEY = 1;

/**
 * Returns the attributes of a collective op that is run or traced, except those of its kind and its
 * type.
 *
 * An op that runs at once has a time limit, as it keeps this thread waiting, and the watch over the
 * others with it. TensorFlow starts a thread for each limit, which sleeps until it is over even if
 * the op has long ended. So ops in compiled functions, and those that run on another thread, have
 * none: `WorkerGroup.guard` limits their time.
 *
 * @throws {RangeError} If the function that is traced has an exchange of this name already.
 */
export function exchangeAttributes(exchange: Exchange): readonly OpAttribute[] {
  const { backend, binding } = device();
  if (backend.binding === binding) return timedAttributes(exchange, exchange.group.peerTimeoutSec);
  requireNew(exchange.name, backend.binding);
  return unlimitedAttributes(exchange);
}

/** Returns the same attributes for an op that another thread waits for. */
export function unlimitedAttributes(exchange: Exchange): readonly OpAttribute[] {
  return timedAttributes(exchange, 0);
}

/** @param limitSec 0 for none. */
function timedAttributes({ group, name }: Exchange, limitSec: number): readonly OpAttribute[] {
  return [
    attr.int("group_size", group.size),
    attr.int("group_key", GROUP_KEY),
    attr.int("instance_key", group.keyOf(name)),
    attr.string("communication_hint", "auto"),
    attr.float("timeout_seconds", limitSec),
  ];
}

/** Names of the exchanges in each function that is being traced. */
const traced = new WeakMap<object, Set<string>>();

function requireNew(name: string, graph: object): void {
  const names = traced.get(graph) ?? new Set();
  traced.set(graph, names);
  if (names.has(name)) {
    throw new RangeError(
      "Cannot exchange tensors as the names of exchanges in one function must differ: " +
        `current value is '${name}' for two of them`,
    );
  }
  names.add(name);
}
