import { cpus } from "node:os";
import { machineMemory } from "../../runtime/install/machine_memory.ts";
import type { RunHost } from "../run/run_record.ts";

/** Describes this machine. */
export function describeHost(): RunHost {
  return {
    system: `${Deno.build.os} ${Deno.build.arch}`,
    processor: cpus()[0]?.model ?? "unknown",
    threads: navigator.hardwareConcurrency,
    memoryBytes: (machineMemory() ?? Deno.systemMemoryInfo()).total,
  };
}
