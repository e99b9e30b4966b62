import assert from "node:assert/strict";
import { join } from "node:path";
import {
  SafetensorsError,
  SafetensorsReader,
  type TensorToWrite,
  writeSafetensors,
} from "../../../models/mod.ts";

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A file made by hand: the length, the header's text, the data. */
function fileOf(header: string | Uint8Array, data: Uint8Array, claimed?: bigint): Uint8Array {
  const json = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const TENSORS: readonly TensorToWrite[] = [
  { name: "bytes", dtype: "U8", shape: [3], read: () => Uint8Array.of(1, 2, 255) },
  { name: "weights", dtype: "F32", shape: [2, 2], read: () => Float32Array.of(1, -2, 0.5, 1e-30) },
  { name: "scalar", dtype: "I64", shape: [], read: () => BigInt64Array.of(-(2n ** 62n)) },
  { name: "labels", dtype: "I32", shape: [2], read: () => Promise.resolve(Int32Array.of(-7, 7)) },
  { name: "none", dtype: "F32", shape: [0, 4], read: () => new Float32Array(0) },
];

Deno.test("writeSafetensors() writes what SafetensorsReader reads", async () => {
  await inFolder(async (folder) => {
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

Deno.test("SafetensorsReader reads several tensors at once", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    const tensors = Array.from({ length: 40 }, (_, index): TensorToWrite => ({
      name: `tensor ${index}`,
      dtype: "I32",
      shape: [1000],
      read: () => new Int32Array(1000).fill(index),
    }));
    await writeSafetensors(path, tensors);
    using reader = await SafetensorsReader.open(path);
    const all = await Promise.all(tensors.map(({ name }) => reader.read(name)));
    for (const [index, values] of all.entries()) {
      assert.deepEqual(values, await tensors[index]!.read());
    }
  });
});

Deno.test("writeSafetensors() aligns every tensor to its element", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    await writeSafetensors(path, TENSORS, { odd: "x" });
    using reader = await SafetensorsReader.open(path);
    for (const [name, bytes] of [["scalar", 8], ["weights", 4], ["labels", 4]] as const) {
      assert.equal(reader.tensors.get(name)!.start % bytes, 0);
    }
  });
});

Deno.test("writeSafetensors() tells what failed although it cannot clean up", async () => {
  await inFolder(async (folder) => {
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
  await inFolder(async (folder) => {
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
  await inFolder(async (folder) => {
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

Deno.test("SafetensorsReader widens half precision", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    const halves = new Uint8Array(Uint16Array.of(0x3c00, 0xc400, 0x0001).buffer);
    const brains = new Uint8Array(Uint16Array.of(0x3f80, 0xc080, 0x7f80).buffer);
    const header = JSON.stringify({
      half: { dtype: "F16", shape: [3], data_offsets: [0, 6] },
      brain: { dtype: "BF16", shape: [3], data_offsets: [6, 12] },
    });
    await Deno.writeFile(path, fileOf(header, Uint8Array.of(...halves, ...brains)));
    using reader = await SafetensorsReader.open(path);
    assert.deepEqual(await reader.read("half"), Float32Array.of(1, -4, 2 ** -24));
    assert.deepEqual(await reader.read("brain"), Float32Array.of(1, -4, Infinity));
    await assert.rejects(reader.read("third"), SafetensorsError);
  });
});

const tensor = (first: number, last: number) =>
  `{"dtype":"F32","shape":[${(last - first) / 4}],"data_offsets":[${first},${last}]}`;

const DAMAGED: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ["too short", Uint8Array.of(1, 2), /only 2 bytes/],
  ["longer header than file", fileOf("{}", new Uint8Array(0), 9n), /claims 9 bytes/],
  ["enormous header", fileOf("{}", new Uint8Array(0), 2n ** 63n), /claims 9223372036854775808/],
  ["no JSON", fileOf("{,}", new Uint8Array(0)), /not JSON in UTF-8/],
  ["no UTF-8", fileOf(Uint8Array.of(0x7b, 0xff, 0x7d), new Uint8Array(0)), /not JSON in UTF-8/],
  ["an array", fileOf("[]", new Uint8Array(0)), /not a JSON object/],
  ["leading space", fileOf(" {}", new Uint8Array(0)), /not a JSON object/],
  [
    "a name twice",
    fileOf(`{"a":${tensor(0, 4)},"a":${tensor(0, 4)}}`, new Uint8Array(4)),
    /names 'a' twice/,
  ],
  [
    "a name twice, escaped",
    fileOf(`{"a":${tensor(0, 4)},"\\u0061":${tensor(0, 4)}}`, new Uint8Array(4)),
    /names 'a' twice/,
  ],
  [
    "overlap",
    fileOf(`{"a":${tensor(0, 8)},"b":${tensor(4, 12)}}`, new Uint8Array(12)),
    /'b' overlaps/,
  ],
  [
    "gap",
    fileOf(`{"a":${tensor(0, 4)},"b":${tensor(8, 12)}}`, new Uint8Array(12)),
    /'b' leaves a gap/,
  ],
  ["truncated data", fileOf(`{"a":${tensor(0, 8)}}`, new Uint8Array(4)), /but the file has/],
  ["trailing data", fileOf(`{"a":${tensor(0, 8)}}`, new Uint8Array(9)), /but the file has/],
  [
    "unknown type",
    fileOf(`{"a":{"dtype":"F8","shape":[],"data_offsets":[0,1]}}`, new Uint8Array(1)),
    /the type "F8"/,
  ],
  [
    "negative extent",
    fileOf(`{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}`, new Uint8Array(1)),
    /the shape \[-1\]/,
  ],
  [
    "three offsets",
    fileOf(`{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}`, new Uint8Array(1)),
    /offsets \[0,1,2\]/,
  ],
  [
    "offsets unlike the shape",
    fileOf(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, new Uint8Array(4)),
    /needs 8 bytes but its offsets span 4/,
  ],
  [
    "metadata of numbers",
    fileOf(`{"__metadata__":{"a":1}}`, new Uint8Array(0)),
    /'__metadata__' is not an object of strings/,
  ],
  ["a tensor that is a list", fileOf(`{"a":[]}`, new Uint8Array(0)), /'a' is not an object/],
];

Deno.test.each(DAMAGED)("SafetensorsReader refuses a file: %s", async (_, bytes, reason) => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    await Deno.writeFile(path, bytes);
    await assert.rejects(SafetensorsReader.open(path), (error: unknown) => {
      assert.ok(error instanceof SafetensorsError, `${error}`);
      assert.equal(error.path, path);
      assert.match(error.message, reason);
      return true;
    });
  });
});

Deno.test("SafetensorsReader takes equal keys of different objects, and braces in names", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    const header = `{"a{\\"}":${tensor(0, 4)},"b":${tensor(4, 8)}}`;
    await Deno.writeFile(path, fileOf(header, new Uint8Array(8)));
    using reader = await SafetensorsReader.open(path);
    assert.deepEqual([...reader.tensors.keys()], ['a{"}', "b"]);
  });
});
