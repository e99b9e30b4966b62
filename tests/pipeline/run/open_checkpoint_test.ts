import assert from "node:assert/strict";
import { basename, join } from "node:path";
import fc from "fast-check";
import { SHAPES, stateAt, TENSORS } from "./_checkpoints.ts";
import { writeSafetensors } from "../../../models/safetensors/mod.ts";
import { CheckpointError } from "../../../pipeline/run/checkpoint_error.ts";
import { openCheckpoint } from "../../../pipeline/run/open_checkpoint.ts";
import { requireTensors } from "../../../pipeline/run/require_tensors.ts";
import { saveCheckpoint } from "../../../pipeline/run/save_checkpoint.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("saveCheckpoint() and openCheckpoint() give back state and tensors", () =>
  withFolder(async (folder) => {
    const path = await saveCheckpoint(folder, { state: stateAt(7), tensors: TENSORS });
    assert.equal(basename(path), "step-000007.safetensors");
    using checkpoint = await openCheckpoint(path);
    assert.deepEqual(checkpoint.state, stateAt(7));
    requireTensors(checkpoint, SHAPES);
    for (const { name, read } of TENSORS) {
      assert.deepEqual(await checkpoint.file.read(name), await read());
    }
  }));

Deno.test("openCheckpoint() refuses a file cut anywhere, or with any bit flipped", () =>
  withFolder(async (folder) => {
    const path = await saveCheckpoint(folder, { state: stateAt(7), tensors: TENSORS });
    const bytes = await Deno.readFile(path);
    const offset = fc.integer({ min: 0, max: bytes.length - 1 });
    await fc.assert(fc.asyncProperty(offset, async (length) => {
      await Deno.writeFile(path, bytes.subarray(0, length));
      await assert.rejects(openCheckpoint(path), CheckpointError);
    }));
    await fc.assert(fc.asyncProperty(offset, fc.nat(7), async (position, bit) => {
      const flipped = bytes.slice();
      flipped[position] = (flipped[position] ?? 0) ^ (1 << bit);
      await Deno.writeFile(path, flipped);
      await assert.rejects(async () => {
        // A flipped bit in a tensor's name or shape is found only when the tensors are asked for.
        using checkpoint = await openCheckpoint(path);
        requireTensors(checkpoint, SHAPES);
      }, CheckpointError);
    }));
  }));

Deno.test("openCheckpoint() refuses a weight file", () =>
  withFolder(async (folder) => {
    const path = join(folder, "weights.safetensors");
    await writeSafetensors(path, TENSORS);
    await assert.rejects(openCheckpoint(path), {
      name: "CheckpointError",
      message: /must be a checkpoint: it has no checksum$/,
    });
  }));

Deno.test("openCheckpoint() refuses the state of another step than the name says", () =>
  withFolder(async (folder) => {
    const path = await saveCheckpoint(folder, { state: stateAt(1e9), tensors: TENSORS });
    const named = join(folder, "step-000007.safetensors");
    await Deno.rename(path, named);
    await assert.rejects(openCheckpoint(named), {
      name: "CheckpointError",
      message: /must be of step 7, as its name says: it is of 1000000000$/,
    });
    // A person may give a file any other name.
    await Deno.rename(named, join(folder, "mine.safetensors"));
    using checkpoint = await openCheckpoint(join(folder, "mine.safetensors"));
    assert.equal(checkpoint.state.step, 1e9);
  }));
