import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { machineMemory } from "../../../runtime/install/machine_memory.ts";
import { groupVersion, runInGroup } from "../_control_group.ts";

const PROGRAM = fileURLToPath(new URL("./_print_memory.ts", import.meta.url));

Deno.test("machineMemory() is what the system says, where no group has less", () => {
  const found = machineMemory();
  assert.ok(found !== undefined && found.total <= Deno.systemMemoryInfo().total);
  assert.ok(found.available <= found.total);
});

Deno.test({
  name: "machineMemory() is undefined without the permission to read it",
  permissions: { sys: false },
  fn: () => assert.equal(machineMemory(), undefined),
});

Deno.test({
  name: "machineMemory() is what a control group leaves",
  // Reason: few machines let a test make a group.
  ignore: groupVersion("memory") === undefined,
  async fn() {
    const limit = 600 * 2 ** 20;
    const words = ["run", "-q", "--allow-sys", "--allow-run", "--allow-read", PROGRAM];
    const memory = JSON.parse(await runInGroup({ limited: "memory", limit, words }));
    assert.equal(memory.total, limit);
    assert.ok(memory.available > 0 && memory.available < limit, String(memory.available));
  },
});
