import assert from "node:assert/strict";
import { join } from "node:path";
import { stateAt, TENSORS } from "./_checkpoints.ts";
import { CheckpointError } from "../../../pipeline/run/checkpoint_error.ts";
import { openNewestCheckpoint } from "../../../pipeline/run/open_newest_checkpoint.ts";
import { saveCheckpoint } from "../../../pipeline/run/save_checkpoint.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("openNewestCheckpoint() skips damaged and half-written files and says so", () =>
  withFolder(async (folder) => {
    await saveCheckpoint(folder, { state: stateAt(1), tensors: TENSORS });
    const newest = await saveCheckpoint(folder, { state: stateAt(2), tensors: TENSORS });
    await Deno.truncate(newest, 100);
    await Deno.writeTextFile(join(folder, "step-000003.safetensors.0.partial"), "half");
    const broken: string[] = [];
    using checkpoint = await openNewestCheckpoint(folder, ({ message }) => broken.push(message));
    assert.equal(checkpoint?.state.step, 1);
    assert.equal(broken.length, 1);
    assert.ok(broken[0]?.includes(newest));
  }));

Deno.test("openNewestCheckpoint() distinguishes no checkpoint from no intact one", () =>
  withFolder(async (folder) => {
    const unexpected = (error: CheckpointError) => {
      throw error;
    };
    assert.equal(await openNewestCheckpoint(folder, unexpected), undefined);
    await Deno.writeTextFile(join(folder, "step-000001.safetensors"), "");
    await assert.rejects(openNewestCheckpoint(folder, unexpected), CheckpointError);
  }));
