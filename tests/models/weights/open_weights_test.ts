import assert from "node:assert/strict";
import { join } from "node:path";
import { openWeights, TensorFileError, writeSafetensors } from "../../../models/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";

const FIXTURES = decodeURIComponent(new URL("../../fixtures/", import.meta.url).pathname);

/** Writes a safetensors file with tensors of one number each. */
async function writeNumbers(path: string, numbers: Readonly<Record<string, number>>) {
  const tensors = Object.entries(numbers).map(([name, value]) => ({
    name,
    dtype: "F32" as const,
    shape: [1],
    read: () => Float32Array.of(value),
  }));
  await writeSafetensors(path, tensors, { format: "pt" });
}

/** Writes a network in two parts, and returns the paths by which it can be opened. */
async function writeParts(folder: string): Promise<string[]> {
  const names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];
  await writeNumbers(join(folder, names[0]!), { a: 1, b: 2 });
  await writeNumbers(join(folder, names[1]!), { c: 3 });
  const index = { metadata: {}, weight_map: { a: names[0], b: names[0], c: names[1] } };
  const path = join(folder, "model.safetensors.index.json");
  await Deno.writeTextFile(path, JSON.stringify(index));
  return [path, folder, ...names.map((name) => join(folder, name))];
}

Deno.test("openWeights() opens parts by their index, by any of them, or by the folder", () =>
  withFolder(async (folder) => {
    const paths = await writeParts(folder);
    for (const path of paths) {
      using file = await openWeights(path);
      assert.equal(file.path, paths[0]);
      assert.deepEqual([...file.tensors.keys()], ["a", "b", "c"]);
      assert.deepEqual(await file.read("c"), Float32Array.of(3));
      assert.deepEqual(await file.read("a"), Float32Array.of(1));
      await assert.rejects(file.read("d"), { message: /it has no tensor 'd'$/ });
    }
  }));

Deno.test("openWeights() opens parts that torch wrote", () =>
  withFolder(async (folder) => {
    const part = "pytorch_model-00001-of-00001.bin";
    await Deno.copyFile(`${FIXTURES}pytorch/parameters.pt`, join(folder, part));
    const index = { weight_map: { weight: part, double: part } };
    await Deno.writeTextFile(
      join(folder, "pytorch_model.bin.index.json"),
      JSON.stringify(index),
    );
    using file = await openWeights(folder);
    assert.deepEqual([...file.tensors.keys()], ["weight", "double"]);
    assert.deepEqual(await file.read("double"), Float64Array.of(0.1, -2.5));
  }));

Deno.test("openWeights() recognizes the format by the content, whatever the name", () =>
  withFolder(async (folder) => {
    const path = join(folder, "weights.safetensors");
    for (const name of ["protocol_2.pth", "legacy_4.pth", "caffe2.pkl"]) {
      await Deno.copyFile(`${FIXTURES}pytorch/${name}`, path);
      using file = await openWeights(path);
      assert.ok(file.tensors.size > 0);
    }
    const other = join(folder, "weights.pth");
    await writeNumbers(other, { a: 1 });
    using file = await openWeights(other);
    assert.deepEqual([...file.tensors.keys()], ["a"]);
  }));

Deno.test("openWeights() opens the only weights of a folder", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "config.json"), "{}");
    await assert.rejects(openWeights(folder), { message: /it is a folder without weights$/ });
    await writeNumbers(join(folder, "a.safetensors"), { a: 1 });
    using file = await openWeights(folder);
    assert.equal(file.path, join(folder, "a.safetensors"));
    await writeNumbers(join(folder, "b.safetensors"), { a: 1 });
    await assert.rejects(openWeights(folder), {
      message: /it is a folder\. Give a file of it: \S+\/a\.safetensors, \S+\/b\.safetensors$/,
    });
    await writeNumbers(join(folder, "model.safetensors"), { a: 1 });
    using usual = await openWeights(folder);
    assert.equal(usual.path, join(folder, "model.safetensors"));
  }));

/** A change of a network in parts after which it must be refused. */
type Change = (folder: string) => Promise<void>;

function writeIndex(weightMap: unknown): Change {
  return (folder) =>
    Deno.writeTextFile(
      join(folder, "model.safetensors.index.json"),
      JSON.stringify({ weight_map: weightMap }),
    );
}

const FIRST = "model-00001-of-00002.safetensors";

const DAMAGES: readonly (readonly [string, Change, RegExp])[] = [
  [
    "a missing part",
    (folder) => Deno.remove(join(folder, FIRST)),
    /Cannot read '\S+model-00001-of-00002\.safetensors' as weights: there is no such file/,
  ],
  ["a tensor that is not there", writeIndex({ a: FIRST, z: FIRST }), /1 of the 2 tensors .*\(z in/],
  ["no list of tensors", writeIndex(undefined), /it has no 'weight_map'/],
  ["an empty list of tensors", writeIndex({}), /it has no 'weight_map'/],
  ["a part elsewhere", writeIndex({ a: "../model.safetensors" }), /must be beside it, and "\.\./],
  ["a part without a name", writeIndex({ a: 1 }), /must be beside it, and 1 is not/],
  [
    "an index that is not JSON",
    (folder) => Deno.writeTextFile(join(folder, "model.safetensors.index.json"), "<html>"),
    /it is not JSON/,
  ],
];

Deno.test.each(DAMAGES)(
  "openWeights() refuses parts with %s",
  (_, change, message) =>
    withFolder(async (folder) => {
      const [path = ""] = await writeParts(folder);
      await change(folder);
      await assert.rejects(openWeights(path), (error: unknown) => {
        assert.ok(error instanceof TensorFileError, String(error));
        assert.match(error.message, message);
        return true;
      });
    }),
);

Deno.test("openWeights() names the index that a part lacks", () =>
  withFolder(async (folder) => {
    const [index = "", , part = ""] = await writeParts(folder);
    await Deno.remove(index);
    await assert.rejects(openWeights(part), {
      name: "TensorFileError",
      message: /it is part 1 of 2, and the index .* 'model\.safetensors\.index\.json'$/,
    });
  }));

Deno.test("openWeights() says what another file is", () =>
  withFolder(async (folder) => {
    const path = join(folder, "model.onnx");
    await Deno.writeFile(path, Uint8Array.of(8, 7, 0x3a, 0x23, 0x12, 1, 0x67));
    await assert.rejects(openWeights(path), {
      name: "TensorFileError",
      message: /model\.onnx' as weights: it is an ONNX model\. /,
    });
    for (const name of ["a", "too_long".repeat(99)]) {
      await assert.rejects(openWeights(join(folder, `${name}.pth`)), {
        message: new RegExp(`${name}\\.pth' as weights: there is no such file$`),
      });
    }
  }));
