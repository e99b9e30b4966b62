import { libc } from "./libc.ts";
import { ProcessorSet } from "./processor_set.ts";

/**
 * Lets the system schedule a process that was started just now, and all that it starts, as work in
 * the background: when it wakes up it interrupts nothing. One that has ended, or that was started
 * under another policy than the usual one, stays as it is. On Linux only.
 *
 * @param processor The one processor that it may run on; if omitted, any.
 */
export function scheduleProcess(pid: number, processor?: number): void {
  const { sched_getscheduler, sched_setscheduler, sched_setaffinity } = libc();
  if (sched_getscheduler(pid) !== USUAL) return;
  sched_setscheduler(pid, BATCH, NO_PRIORITY);
  if (processor === undefined) return;
  const { bytes } = new ProcessorSet([processor]);
  sched_setaffinity(pid, BigInt(bytes.byteLength), bytes);
}

/** SCHED_OTHER of sched.h. */
const USUAL = 0;

/** SCHED_BATCH of sched.h, which anyone may change to from the usual policy. */
const BATCH = 3;

/** `sched_param` of sched.h: neither policy has priorities. */
const NO_PRIORITY = new Int32Array([0]);
