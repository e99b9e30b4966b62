import { askPeer } from "./_ask_peer.ts";
import { describeWorker } from "./_describe_worker.ts";
import type { LostPeer } from "./_peer_watch.ts";
import { WorkerError } from "./worker_error.ts";
import type { Workers } from "./workers.ts";

/** Options of {@linkcode explainFailure}. */
export interface ExplainFailureOptions {
  readonly group: Workers;
  /** Returns the name of an exchange. */
  readonly nameOf: (key: number) => string | undefined;
}

/** What TensorFlow says of exchanges only; an op's name alone also occurs in reports of other failures. */
const OF_EXCHANGE =
  /collective ops (?:is|already) aborted|collective has timed out|in the collective instance|joining a group|GRPC error information/i;

/** Time that workers have to answer when it is not known which of them is missing. */
const ANSWER_MS = 1000;

/** Returns the text with which a worker that is missing is reported to all. */
export function loss({ task, silentSec }: LostPeer, group: Workers): string {
  const fact = silentSec === null ? CLOSED : `has not answered for ${Math.round(silentSec)} s`;
  return `${describeWorker(task, group)} ${fact}`;
}

/** With this a worker ends an exchange that takes too long. */
export const TIMED_OUT = "the exchange has timed out";

const CLOSED = "has closed the connection";

/** Returns the text with which this worker reports its own end to all. */
export function ending(reason: string, group: Workers): string {
  return `${describeWorker(group.task, group)} ended: ${reason.replace(/\s+/g, " ").trim()}`;
}

/**
 * Explains TensorFlow's report of a failed exchange in one sentence: who is to blame, what must
 * hold, what does.
 *
 * @returns undefined if the error is not about an exchange.
 */
export async function explainFailure(
  error: Error,
  options: ExplainFailureOptions,
): Promise<WorkerError | undefined> {
  const { message } = error;
  if (!OF_EXCHANGE.test(message)) return undefined;
  return reported(error, options) ?? differing(error, options) ?? closed(error, options) ??
    await late(error, options);
}

/** What a worker has reported by {@linkcode loss} or {@linkcode ending}. */
function reported(cause: Error, { group }: ExplainFailureOptions): WorkerError | undefined {
  const [, digits, fact] =
    /worker (\d+) at \S+ ((?:has not answered for|has closed the|ended:) .*?)(?= The error could be| Additional GRPC| \(in |$)/
      .exec(cause.message) ?? [];
  if (digits === undefined || fact === undefined) return undefined;
  const task = Number(digits);
  if (fact === CLOSED) return gone(task, { group, cause });
  const must = fact.startsWith("ended") ? "continue as well" : "answer";
  return failure(`${describeWorker(task, group)} must ${must}: it ${fact}`, { task, cause });
}

/** Workers that ask for different things. */
function differing(cause: Error, { nameOf }: ExplainFailureOptions): WorkerError | undefined {
  const [, key, shape, otherShape] =
    /mismatch in the collective instance (\d+)\..*? expected \w+ (\S+) but .*? expected \w+ (\S+?)\. /
      .exec(cause.message) ?? [];
  if (key !== undefined) {
    const name = nameOf(Number(key)) ?? key;
    const problem = `the tensors of '${name}' must have the same shape and type on all workers: ` +
      `there are ${shape} and ${otherShape}`;
    return failure(problem, { cause });
  }
  const [, task, size, otherSize] =
    /task:(\d+)\S* is joining a group with size ?(\d+), but that group has size (\d+)/
      .exec(cause.message) ?? [];
  if (task === undefined) return undefined;
  const problem = `all workers must be given the same addresses: worker ${task} was given ` +
    `${size}, another one ${otherSize}`;
  return failure(problem, { task: Number(task), cause });
}

/** A worker whose process has ended: the innermost report, which comes first, names it. */
function closed(cause: Error, { group }: ExplainFailureOptions): WorkerError | undefined {
  const [, digits] = /remote target \S*?task:(\d+) while/.exec(cause.message) ?? [];
  if (digits === undefined || /timed out|deadline/i.test(cause.message)) return undefined;
  return gone(Number(digits), { group, cause });
}

function gone(
  task: number,
  { group, cause }: { readonly group: Workers; readonly cause: Error },
): WorkerError {
  const problem = `${describeWorker(task, group)} must stay connected: it ${CLOSED}, as when its ` +
    "process ends or is killed";
  return failure(problem, { task, cause });
}

/** Workers that did not come within the time limit. */
async function late(cause: Error, { group }: ExplainFailureOptions): Promise<WorkerError> {
  const peers = group.addresses.keys().filter((task) => task !== group.task);
  const answers = await Promise.all(
    peers.map(async (task) => ({ task, answer: await askPeer(task, ANSWER_MS) })),
  );
  const silent = answers.filter(({ answer }) => answer !== "there").map(({ task }) => task);
  if (silent.length === 0) {
    const problem = "all workers must take part in the same exchanges: all answer, but some did " +
      "not come to this one";
    return failure(problem, { cause });
  }
  const names = silent.map((task) => describeWorker(task, group)).join(" and ");
  const problem = `all workers must answer: ${names} ${silent.length === 1 ? "does" : "do"} not`;
  return failure(problem, { task: silent.length === 1 ? silent[0] : undefined, cause });
}

function failure(
  problem: string,
  options: { readonly task?: number | undefined; readonly cause: Error },
): WorkerError {
  return new WorkerError(`Cannot continue as ${problem}`, options);
}
