import { posix } from "node:path";
import type { MachineMemory } from "./machine.ts";

/** Where the kernel shows control groups. */
const ROOT = "/sys/fs/cgroup";

/** Reads files one after the other; null if one cannot be read. */
export type ReadFiles = (...paths: readonly string[]) => string | null;

/** The files of a control group that say how much memory it may use, and uses. */
export interface MemoryGroup {
  readonly limit: string;
  readonly usage: string;
  readonly statistics: string;
}

/**
 * Returns the control groups that this process is in, whose limits all count: its own and those
 * around it. In a container they are shown at the root, whatever the path of the group outside of it.
 *
 * @param membership What /proc/self/cgroup says.
 */
export function memoryGroups(membership: string): MemoryGroup[] {
  return membership.split("\n").flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) return [];
    if (controllers === "") return foldersOf(path).map((folder) => unified(`${ROOT}${folder}`));
    if (!controllers!.split(",").includes("memory")) return [];
    return foldersOf(path).map((folder) => separate(`${ROOT}/memory${folder}`));
  });
}

/** A path and those above it: "/a/b", "/a", "". */
function foldersOf(path: string): string[] {
  if (path === "/") return [""];
  return [path, ...foldersOf(posix.dirname(path))];
}

/** Of version 2, which has one tree. */
function unified(folder: string): MemoryGroup {
  return {
    limit: `${folder}/memory.max`,
    usage: `${folder}/memory.current`,
    statistics: `${folder}/memory.stat`,
  };
}

/** Of version 1, which has a tree for memory. */
function separate(folder: string): MemoryGroup {
  return {
    limit: `${folder}/memory.limit_in_bytes`,
    usage: `${folder}/memory.usage_in_bytes`,
    statistics: `${folder}/memory.stat`,
  };
}

/**
 * Returns the memory of a group; null if it has no limit or is not there. Cached files that were not
 * used lately count as free, as the kernel takes them back first.
 */
export function groupMemory(group: MemoryGroup, read: ReadFiles): MachineMemory | null {
  const text = read(group.limit, group.usage, group.statistics);
  const [limit = "", usage = "", ...statistics] = text?.split("\n") ?? [];
  // "max" without a limit.
  const total = Number.parseInt(limit, 10);
  if (!Number.isFinite(total)) return null;
  const used = Number.parseInt(usage, 10) - reclaimableBytes(statistics);
  return { total, available: Math.max(0, total - used) };
}

/** Those of the groups inside count as well: version 1 has a line of its own for the sum. */
function reclaimableBytes(statistics: readonly string[]): number {
  const bytesOf = (name: string) => {
    const line = statistics.find((line) => line.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length));
  };
  return bytesOf("total_inactive_file") ?? bytesOf("inactive_file") ?? 0;
}
