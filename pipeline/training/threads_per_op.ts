/** What decides how the ops of a step share the threads. */
export interface StepThreads {
  /** Threads of the device. */
  readonly threads: number;
  /** Clips of the smallest passes of a step, through all of its networks. */
  readonly clips: number;
}

/**
 * Threads up to which a step is computed in parts: each one has its own copy of the graph's ops.
 */
const MOST_PARTS = 8;

/**
 * Returns the number of threads that one op of a training may use: one if each thread has clips of
 * its own to compute, which is faster; otherwise undefined, for all.
 */
export function threadsPerOp({ threads, clips }: StepThreads): 1 | undefined {
  return threads <= MOST_PARTS && clips >= threads ? 1 : undefined;
}
