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
  /** Maximum time that a worker may be late for an exchange although it answers. */
  readonly exchangeTimeoutSec: number;
  /** Returns TensorFlow's number of an exchange, by its name. */
  keyOf(name: string): number;
}
