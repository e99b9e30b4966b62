import { machineMemory } from "../../runtime/install/machine_memory.ts";
import { processorName } from "../../runtime/install/processor_name.ts";
import type { RunHost } from "../run/run_record.ts";

/** Describes this machine. */
export function describeHost(): RunHost {
  return {
    system: `${Deno.build.os} ${Deno.build.arch}`,
    processor: processorName(),
    threads: navigator.hardwareConcurrency,
    memoryBytes: (machineMemory() ?? Deno.systemMemoryInfo()).total,
  };
}
