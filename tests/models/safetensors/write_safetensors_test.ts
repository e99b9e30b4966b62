import assert from "node:assert/strict";
import { join } from "node:path";
import {
  SafetensorsReader,
  type TensorToWrite,
  writeSafetensors,
} from "../../../models/safetensors/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";

const TENSORS: readonly TensorToWrite[] = [
  { name: "bytes", dtype: "U8", shape: [3], read: () => Uint8Array.of(1, 2, 255) },
  { name: "weights", dtype: "F32", shape: [2, 2], read: () => Float32Array.of(1, -2, 0.5, 1e-30) },
  { name: "scalar", dtype: "I64", shape: [], read: () => BigInt64Array.of(-(2n ** 62n)) },
  { name: "labels", dtype: "I32", shape: [2], read: () => Promise.resolve(Int32Array.of(-7, 7)) },
  { name: "none", dtype: "F32", shape: [0, 4], read: () => new Float32Array(0) },
];

Deno.test("writeSafetensors() writes what SafetensorsReader reads", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    await writeSafetensors(path, TENSORS, { step: "7", "naïve": "“ü”" });
    using reader = await SafetensorsReader.open(path);
    assert.deepEqual(reader.metadata, { step: "7", "naïve": "“ü”" });
    assert.deepEqual([...reader.tensors.keys()].sort(), TENSORS.map(({ name }) => name).sort());
    for (const { name, dtype, shape, read } of TENSORS) {
      const entry = reader.tensors.get(name)!;
      assert.deepEqual([entry.dtype, entry.shape], [dtype, shape]);
      assert.deepEqual(await reader.read(name), await read());
    }
    assert.deepEqual(Array.from(Deno.readDirSync(folder), (entry) => entry.name), [
      "a.safetensors",
    ]);
  });
});

Deno.test("writeSafetensors() aligns every tensor to its element", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    await writeSafetensors(path, TENSORS, { odd: "x" });
    using reader = await SafetensorsReader.open(path);
    for (const [name, bytes] of [["scalar", 8], ["weights", 4], ["labels", 4]] as const) {
      assert.equal(reader.tensors.get(name)!.start % bytes, 0);
    }
  });
});

Deno.test("writeSafetensors() reports the first failure even if it cannot clean up", async () => {
  await withFolder(async (folder) => {
    const failing: TensorToWrite = {
      name: "late",
      dtype: "F32",
      shape: [2],
      async read() {
        for await (const { name } of Deno.readDir(folder)) await Deno.remove(join(folder, name));
        throw new Error("device lost");
      },
    };
    await assert.rejects(
      writeSafetensors(join(folder, "a.safetensors"), [failing]),
      /device lost/,
    );
  });
});

Deno.test("writeSafetensors() leaves the old file when a tensor fails", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    await Deno.writeTextFile(path, "old");
    const failing: TensorToWrite = {
      name: "late",
      dtype: "F32",
      shape: [2],
      read: () => {
        throw new Error("device lost");
      },
    };
    await assert.rejects(writeSafetensors(path, [...TENSORS, failing]), /device lost/);
    assert.equal(await Deno.readTextFile(path), "old");
    assert.deepEqual(Array.from(Deno.readDirSync(folder), (entry) => entry.name), [
      "a.safetensors",
    ]);
  });
});

Deno.test("writeSafetensors() refuses a name twice and values that do not fit", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    const [bytes] = TENSORS as [TensorToWrite];
    await assert.rejects(writeSafetensors(path, [bytes, bytes]), /its name is taken/);
    await assert.rejects(
      writeSafetensors(path, [{ ...bytes, shape: [4] }]),
      /must be Uint8Array of 4 bytes: they are Uint8Array of 3/,
    );
    await assert.rejects(
      writeSafetensors(path, [{ ...bytes, dtype: "F32", shape: [] }]),
      /must be Float32Array of 4 bytes/,
    );
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  });
});
