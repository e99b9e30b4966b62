/** The workers that exchange tensors, as one of them sees them. */
export interface Workers {
  /** Where each worker listens, "host:port", in the order of their tasks. */
  readonly addresses: readonly string[];
  /** Number of workers. */
  readonly size: number;
  /** Number of this worker, from 0. */
  readonly task: number;
  /** Time within which a worker that does not answer any more is noticed. */
  readonly peerTimeoutSec: number;
  /** Maximum time that work with exchanges may take. */
  readonly exchangeTimeoutSec: number;
  /** Returns TensorFlow's number of an exchange, by its name. */
  keyOf(name: string): number;
}
