import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { stateAt, tensor, TENSORS } from "./_checkpoints.ts";
import { DiskFullError } from "../../../pipeline/run/disk_full_error.ts";
import { listCheckpoints } from "../../../pipeline/run/list_checkpoints.ts";
import { openCheckpoint } from "../../../pipeline/run/open_checkpoint.ts";
import { requireTensors } from "../../../pipeline/run/require_tensors.ts";
import { saveCheckpoint } from "../../../pipeline/run/save_checkpoint.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("saveCheckpoint() keeps the newest two and clears what a killed process left", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "step-000009.safetensors.0.partial"), "half");
    for (const step of [5, 99, 1_000_000]) {
      await saveCheckpoint(folder, { state: stateAt(step), tensors: TENSORS });
    }
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["step-000099.safetensors", "step-1000000.safetensors"]);
    assert.deepEqual(listCheckpoints(folder).map((path) => basename(path)), names.toReversed());
  }));

Deno.test({
  name: "saveCheckpoint() on a full disk names the file and keeps the last good checkpoint",
  ignore: !await canMount(),
  fn: () =>
    withFolder((folder) =>
      withSmallDisk(folder, async () => {
        const big = tensor("primary/weight", [20_000], new Array(20_000).fill(1));
        const good = await saveCheckpoint(folder, { state: stateAt(1), tensors: [big] });
        await saveCheckpoint(folder, { state: stateAt(2), tensors: [big] });
        const huge = tensor("primary/weight", [100_000], new Array(100_000).fill(1));
        await assert.rejects(
          saveCheckpoint(folder, { state: stateAt(3), tensors: [huge] }),
          (error) => {
            assert.ok(error instanceof DiskFullError);
            assert.ok(error.message.includes("step-000003"), error.message);
            assert.ok(error.message.includes("step-000002.safetensors is kept"), error.message);
            return true;
          },
        );
        assert.equal([...Deno.readDirSync(folder)].length, 2);
        for (const path of [good, ...listCheckpoints(folder)]) {
          using checkpoint = await openCheckpoint(path);
          requireTensors(checkpoint, new Map([["primary/weight", [20_000]]]));
        }
      })
    ),
});
