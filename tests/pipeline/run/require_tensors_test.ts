import assert from "node:assert/strict";
import { SHAPES, stateAt, TENSORS } from "./_checkpoints.ts";
import type { TensorToWrite } from "../../../models/safetensors/mod.ts";
import { CheckpointError } from "../../../pipeline/run/checkpoint_error.ts";
import { openCheckpoint } from "../../../pipeline/run/open_checkpoint.ts";
import { requireTensors } from "../../../pipeline/run/require_tensors.ts";
import { saveCheckpoint } from "../../../pipeline/run/save_checkpoint.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("requireTensors() names what differs in another model's checkpoint", () =>
  withFolder(async (folder) => {
    using checkpoint = await openCheckpoint(
      await saveCheckpoint(folder, { state: stateAt(7), tensors: TENSORS }),
    );
    const other = new Map([...SHAPES, ["primary/weight", [3, 2]], ["primary/head", [1]]]);
    other.delete("flags");
    assert.throws(() => requireTensors(checkpoint, other), (error) => {
      assert.ok(error instanceof CheckpointError);
      assert.ok(error.message.includes("primary/weight is [2,3], not [3,2]"), error.message);
      assert.ok(error.message.includes("primary/head is missing"));
      assert.ok(error.message.includes("flags is unknown"));
      return true;
    });
  }));

Deno.test("requireTensors() refuses other types than F32", () =>
  withFolder(async (folder) => {
    const weight: TensorToWrite = {
      name: "primary/weight",
      dtype: "I32",
      shape: [2],
      read: () => Int32Array.of(3, 4),
    };
    using checkpoint = await openCheckpoint(
      await saveCheckpoint(folder, { state: stateAt(7), tensors: [weight] }),
    );
    assert.throws(() => requireTensors(checkpoint, new Map([["primary/weight", [2]]])), {
      name: "CheckpointError",
      message: /primary\/weight is I32, not F32/,
    });
  }));
