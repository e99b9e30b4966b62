import type { StartedProcess } from "../../datasets/mod.ts";
import { allowedProcessors } from "../../runtime/ffi/allowed_processors.ts";
import { scheduleProcess } from "../../runtime/ffi/schedule_process.ts";

/** Number of decoders of this process that run. */
let running = 0;

/** How many of them keep to a processor, by its number. */
const keptTo = new Map<number, number>();

/**
 * Schedules a decoder that was just started as work in the background. Once there are as many as
 * processors, each keeps to one processor: ffmpeg hands images from thread to thread, and waking one
 * up on another processor takes longer than what it does.
 */
export function scheduleDecoder({ pid, status }: StartedProcess): void {
  if (Deno.build.os !== "linux") return;
  running++;
  const processors = allowedProcessors();
  const processor = running < processors.length ? undefined : leastUsed(processors);
  count(processor, 1);
  scheduleProcess(pid, processor);
  status.finally(() => {
    running--;
    count(processor, -1);
  });
}

function leastUsed(processors: readonly number[]): number | undefined {
  const use = (processor: number) => keptTo.get(processor) ?? 0;
  return processors.toSorted((one, other) => use(one) - use(other))[0];
}

function count(processor: number | undefined, change: 1 | -1): void {
  if (processor !== undefined) keptTo.set(processor, (keptTo.get(processor) ?? 0) + change);
}
