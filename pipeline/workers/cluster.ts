/** The processes that train one run together, as one of them sees them. */
export interface Cluster {
  /** Where each worker listens, as host:port, in the order of their tasks. */
  readonly addresses: readonly string[];
  /** Number of this worker, from 0. */
  readonly task: number;
}

/** Returns the value of a variable of the environment; undefined if it is not set. */
export type ReadVariable = (name: string) => string | undefined;
