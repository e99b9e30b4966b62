import assert from "node:assert/strict";
import { groupMemory, memoryGroups } from "../../../runtime/install/_memory_groups.ts";

/** Reads from a record of files, as `cat` does. */
function reader(files: Readonly<Record<string, string>>) {
  return (...paths: readonly string[]) => {
    const texts = paths.map((path) => files[path]);
    return texts.includes(undefined) ? null : texts.join("");
  };
}

const MIB = 2 ** 20;

Deno.test("memoryGroups() finds the group of version 2 and those around it", () => {
  const limits = memoryGroups("0::/system.slice/job.scope\n").map(({ limit }) => limit);
  assert.deepEqual(limits, [
    "/sys/fs/cgroup/system.slice/job.scope/memory.max",
    "/sys/fs/cgroup/system.slice/memory.max",
    "/sys/fs/cgroup/memory.max",
  ]);
});

Deno.test("memoryGroups() finds the group of version 1, also beside one without controllers", () => {
  const membership = "9:cpu,cpuacct:/docker/a\n4:memory:/docker/a\n1:name=systemd:/x\n0::/\n";
  assert.deepEqual(memoryGroups(membership).map(({ limit }) => limit), [
    "/sys/fs/cgroup/memory/docker/a/memory.limit_in_bytes",
    "/sys/fs/cgroup/memory/docker/memory.limit_in_bytes",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
    "/sys/fs/cgroup/memory.max",
  ]);
});

const [group] = memoryGroups("0::/a");

Deno.test("groupMemory() counts cached files that were not used lately as free", () => {
  const files = {
    [group!.limit]: `${500 * MIB}\n`,
    [group!.usage]: `${300 * MIB}\n`,
    [group!.statistics]: `anon ${150 * MIB}\ninactive_file ${100 * MIB}\nactive_file 7\n`,
  };
  const memory = { total: 500 * MIB, available: 300 * MIB };
  assert.deepEqual(groupMemory(group!, reader(files)), memory);
  // Version 1 has its own part first, then the sum with the groups inside.
  const statistics = `inactive_file 0\ntotal_inactive_file ${100 * MIB}\n`;
  const older = { ...files, [group!.statistics]: statistics };
  assert.deepEqual(groupMemory(group!, reader(older)), memory);
  const full = { ...files, [group!.usage]: `${700 * MIB}\n` };
  assert.equal(groupMemory(group!, reader(full))!.available, 0);
});

Deno.test("groupMemory() has nothing to say of a group without a limit, or that is not there", () => {
  const files = { [group!.limit]: "max\n", [group!.usage]: "1\n", [group!.statistics]: "anon 1\n" };
  assert.equal(groupMemory(group!, reader(files)), null);
  assert.equal(groupMemory(group!, reader({})), null);
});
