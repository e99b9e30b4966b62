import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type ParameterSpec,
  readTensors,
  SafetensorsReader,
  writeSafetensors,
} from "../../../models/mod.ts";
import { constantSpec, convolutionSpec } from "../../../models/networks/parameter_spec.ts";
import { tf } from "../../../runtime/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import "../../_tensorflow.ts";

const CONVOLUTION = convolutionSpec("conv", [1, 1, 2], [1, 2]);
const TIME_EMBED: ParameterSpec = { ...constantSpec("time_embed", [1, 4, 1], 0), rows: "temporal" };

/** Reads the specs from a file with a convolution and a temporal embedding of two frames. */
async function readSpecs(specs: readonly ParameterSpec[], prefix?: string) {
  return await withFolder(async (folder) => {
    const path = join(folder, "tensors.safetensors");
    const weight = () => Float32Array.of(1, 3, 2, 4);
    const temporal = () => Float32Array.of(5, 6);
    await writeSafetensors(path, [
      { name: "ema.conv.weight", dtype: "F32", shape: [2, 1, 1, 1, 2], read: weight },
      { name: "ema.time_embed", dtype: "F32", shape: [1, 2, 1], read: temporal },
    ]);
    using file = await SafetensorsReader.open(path);
    return await readTensors(file, specs, prefix);
  });
}

Deno.test("readTensors() reads tensors behind a prefix into the device's layouts", async () => {
  const { "conv.weight": weight } = await readSpecs([CONVOLUTION], "ema.");
  assert.deepEqual(weight!.shape, [1, 1, 2, 1, 2]);
  assert.deepEqual(weight!.dataSync(), Float32Array.of(1, 2, 3, 4));
  weight!.dispose();
});

Deno.test("readTensors() resizes embeddings for other clips", async () => {
  const { time_embed: temporal } = await readSpecs([TIME_EMBED], "ema.");
  assert.deepEqual(temporal!.dataSync(), Float32Array.of(5, 5, 6, 6));
  temporal!.dispose();
});

Deno.test("readTensors() keeps no tensor if one is missing", async () => {
  const before = tf.memory().numTensors;
  const missing = constantSpec("missing", [1], 0);
  await assert.rejects(readSpecs([CONVOLUTION, missing], "ema."), {
    name: "SafetensorsError",
    message: /it has no tensor 'ema\.missing'/,
  });
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("readTensors() refuses another shape of as many values, and keeps no tensor", async () => {
  const before = tf.memory().numTensors;
  const swapped = convolutionSpec("conv", [1, 2, 1], [1, 2]);
  await assert.rejects(readSpecs([CONVOLUTION, swapped], "ema."), {
    name: "RangeError",
    message: /'conv\.weight' as its shape must be \[2,1,1,2,1\]: current value is \[2,1,1,1,2\]$/,
  });
  assert.equal(tf.memory().numTensors, before);
});
