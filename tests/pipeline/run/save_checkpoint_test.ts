import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { stateAt, tensor, TENSORS } from "./_checkpoints.ts";
import { DiskFullError } from "../../../pipeline/files/disk_full_error.ts";
import { listCheckpoints } from "../../../pipeline/run/list_checkpoints.ts";
import { openCheckpoint } from "../../../pipeline/run/open_checkpoint.ts";
import { requireTensors } from "../../../pipeline/run/require_tensors.ts";
import { openBestCheckpoint } from "../../../pipeline/run/open_best_checkpoint.ts";
import { saveBestCheckpoint, saveCheckpoint } from "../../../pipeline/run/save_checkpoint.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("saveCheckpoint() keeps the newest two and clears what a killed process left", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(
      join(folder, "step-000009.safetensors.00000000-0000-0000-0000-000000000000.partial"),
      "half",
    );
    for (const step of [5, 99, 1_000_000]) {
      await saveCheckpoint(folder, { state: stateAt(step), tensors: TENSORS });
    }
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["step-000099.safetensors", "step-1000000.safetensors"]);
    assert.deepEqual(listCheckpoints(folder).map((path) => basename(path)), names.toReversed());
  }));

/** The state after a step of a run whose best weights are those of another. */
function scoredAt(step: number, best: number) {
  const validation = { step, best: { step: best, top1: 0.5 }, withoutGain: 0 };
  return { ...stateAt(step), validation };
}

Deno.test("saveCheckpoint() keeps the best weights that a checkpoint names, and no others", () =>
  withFolder(async (folder) => {
    const tensors = TENSORS;
    const names = () => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    await saveBestCheckpoint(folder, { state: scoredAt(2, 2), tensors });
    await saveCheckpoint(folder, { state: scoredAt(3, 2), tensors });
    // A run that is killed now resumes after step 3, and needs those of step 2.
    await saveBestCheckpoint(folder, { state: scoredAt(4, 4), tensors });
    assert.deepEqual(names(), [
      "best-000002.safetensors",
      "best-000004.safetensors",
      "step-000003.safetensors",
    ]);
    await saveCheckpoint(folder, { state: scoredAt(5, 4), tensors });
    await saveCheckpoint(folder, { state: scoredAt(6, 4), tensors });
    assert.deepEqual(names(), [
      "best-000004.safetensors",
      "step-000005.safetensors",
      "step-000006.safetensors",
    ]);
    const noBroken = () => assert.fail();
    using best = await openBestCheckpoint(folder, scoredAt(6, 4).validation, noBroken);
    assert.equal(best?.state.step, 4);
    const messages: string[] = [];
    const { validation } = scoredAt(6, 2);
    const gone = await openBestCheckpoint(folder, validation, (e) => messages.push(e.message));
    assert.equal(gone, undefined);
    assert.match(messages.join(), /best-000002/);
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
