import { libc } from "./libc.ts";
import { ProcessorSet } from "./processor_set.ts";

/**
 * Returns the numbers of the processors that this process may run on, in order; none if the system
 * does not say. On Linux only.
 */
export function allowedProcessors(): number[] {
  const set = new ProcessorSet();
  libc().sched_getaffinity(THIS_PROCESS, BigInt(set.bytes.byteLength), set.bytes);
  return set.numbers;
}

const THIS_PROCESS = 0;
