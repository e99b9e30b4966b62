import { groupMemory, type MemoryGroup, memoryGroups } from "./_memory_groups.ts";
import type { MachineMemory } from "./machine.ts";
import { readByCat } from "./_read_by_cat.ts";

/** The groups with a limit below the machine's memory; undefined until they are looked for. */
let limitedGroups: readonly MemoryGroup[] | undefined;

/**
 * Returns the memory that this process may use: the machine's, or what a control group leaves it, as
 * that of a container, of a Slurm job or of a unit of systemd does.
 *
 * @returns undefined if reading it is not permitted.
 */
export function machineMemory(): MachineMemory | undefined {
  const permission = Deno.permissions.querySync({ name: "sys", kind: "systemMemoryInfo" });
  if (permission.state !== "granted") return undefined;
  const machine = Deno.systemMemoryInfo();
  limitedGroups ??= findLimitedGroups(machine);
  return limitedGroups.reduce(withinGroup, machine);
}

function findLimitedGroups(machine: MachineMemory): MemoryGroup[] {
  if (Deno.build.os !== "linux") return [];
  const permission = Deno.permissions.querySync({ name: "run", command: "cat" });
  if (permission.state !== "granted") return [];
  return memoryGroups(readByCat("/proc/self/cgroup") ?? "").filter((group) => {
    const memory = groupMemory(group, readByCat);
    // Version 1 shows a limit above any memory where there is none.
    return memory !== null && memory.total < machine.total;
  });
}

function withinGroup(memory: MachineMemory, group: MemoryGroup): MachineMemory {
  const { total, available } = groupMemory(group, readByCat) ?? memory;
  return {
    total: Math.min(memory.total, total),
    available: Math.min(memory.available, available),
  };
}
