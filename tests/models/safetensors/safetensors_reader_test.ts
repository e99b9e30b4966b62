import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import {
  SafetensorsError,
  SafetensorsReader,
  type TensorToWrite,
  writeSafetensors,
} from "../../../models/safetensors/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** A file made by hand: the length, the header's text, the data. */
function fileOf(header: string | Uint8Array, data: Uint8Array, claimed?: bigint): Uint8Array {
  const json = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, claimed ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

Deno.test("SafetensorsReader reads several tensors at once", async () => {
  await withFolder(async (folder) => {
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

Deno.test("SafetensorsReader.bytes() gives the file that was opened, also if it is removed", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    const values = new Int32Array(700_000).map((_, index) => index);
    await writeSafetensors(path, [
      { name: "a", dtype: "I32", shape: [values.length], read: () => values },
    ]);
    const content = await Deno.readFile(path);
    using reader = await SafetensorsReader.open(path);
    await Deno.remove(path);
    const read = (...range: number[]) => Buffer.concat([...reader.bytes(...range)]);
    assert.ok(read().equals(content));
    assert.ok(read(5, 2_000_000).equals(content.subarray(5, 2_000_000)));
    assert.throws(() => read(0, content.length + 1), SafetensorsError);
  });
});

Deno.test("SafetensorsReader widens half precision", async () => {
  await withFolder(async (folder) => {
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
  [
    "longer header than file",
    fileOf("{}", new Uint8Array(0), 9n),
    /ends after 10 of more than 17 bytes\. .*: get the whole file$/,
  ],
  ["enormous header", fileOf("{}", new Uint8Array(0), 2n ** 63n), /first 8 bytes, .* are damaged/],
  ["no JSON", fileOf("{,}", new Uint8Array(0)), /not JSON in UTF-8/],
  ["no UTF-8", fileOf(Uint8Array.of(0x7b, 0xff, 0x7d), new Uint8Array(0)), /not JSON in UTF-8/],
  ["an array", fileOf("[]", new Uint8Array(0)), /not a JSON object/],
  ["leading space", fileOf(" {}", new Uint8Array(0)), /not a JSON object/],
  [
    "a name twice",
    fileOf(`{"a":${tensor(0, 4)},"a":${tensor(0, 4)}}`, new Uint8Array(4)),
    /cannot be read as it has the key 'a' twice/,
  ],
  [
    "a name twice, escaped",
    fileOf(`{"a":${tensor(0, 4)},"\\u0061":${tensor(0, 4)}}`, new Uint8Array(4)),
    /cannot be read as it has the key 'a' twice/,
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
  [
    "truncated data",
    fileOf(`{"a":${tensor(0, 8)}}`, new Uint8Array(4)),
    /ends after 66 of 70 bytes\. .*: get the whole file$/,
  ],
  [
    "trailing data",
    fileOf(`{"a":${tensor(0, 8)}}`, new Uint8Array(9)),
    /tensors end after 70 bytes, but the file has 71\. The file is damaged, /,
  ],
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
  await withFolder(async (folder) => {
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

Deno.test("SafetensorsReader refuses any file that was cut off, and asks for the whole", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    const whole = fileOf(`{"a":${tensor(0, 8)}}`, new Uint8Array(8));
    for (let length = 0; length < whole.length; length++) {
      await Deno.writeFile(path, whole.subarray(0, length));
      await assert.rejects(SafetensorsReader.open(path), {
        name: "SafetensorsError",
        message: /[Gg]et the (?:whole )?file/,
      });
    }
  });
});

Deno.test("SafetensorsReader opens a file with a type that it does not read, and reads the others", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    const header = `{"a":${tensor(0, 4)},"b":{"dtype":"BOOL","shape":[2],"data_offsets":[4,6]}}`;
    await Deno.writeFile(path, fileOf(header, new Uint8Array(6)));
    using reader = await SafetensorsReader.open(path);
    assert.deepEqual(await reader.read("a"), Float32Array.of(0));
    await assert.rejects(reader.read("b"), {
      name: "SafetensorsError",
      message: /tensor 'b' is BOOL, which is not read$/,
    });
  });
});

Deno.test("SafetensorsReader accepts equal keys of different objects, and braces in names", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.safetensors");
    const header = `{"a{\\"}":${tensor(0, 4)},"b":${tensor(4, 8)}}`;
    await Deno.writeFile(path, fileOf(header, new Uint8Array(8)));
    using reader = await SafetensorsReader.open(path);
    assert.deepEqual([...reader.tensors.keys()], ['a{"}', "b"]);
  });
});

/** Writes a file that has a header and nothing else. */
async function writeHeader(folder: string, header: string): Promise<string> {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  const path = join(folder, "x.safetensors");
  await Deno.writeFile(path, bytes);
  return path;
}

Deno.test("SafetensorsReader refuses headers of any length and depth by a short message", () =>
  withFolder(async (folder) => {
    const deep = `${"[".repeat(1e5)}${"]".repeat(1e5)}`;
    for (
      const header of [
        `{"${"x".repeat(1e7)}":3}`,
        `{"${"x".repeat(1e6)}":1,"${"x".repeat(1e6)}":2}`,
        `{"x":{"dtype":${deep},"shape":[1],"data_offsets":[0,4]}}`,
        `{"x":{"dtype":"F32","shape":${deep},"data_offsets":[0,4]}}`,
        `{"x":{"dtype":"F32","shape":[${"1,".repeat(1e6)}1],"data_offsets":[0,8]}}`,
        `{"x":{"dtype":"${"F".repeat(1e6)}","shape":[1],"data_offsets":[0,4]}}`,
      ]
    ) {
      await assert.rejects(SafetensorsReader.open(await writeHeader(folder, header)), (error) => {
        assert.ok(error instanceof SafetensorsError, Deno.inspect(error).slice(0, 500));
        assert.ok(error.message.length < 500, error.message.slice(0, 600));
        return true;
      });
    }
  }));

Deno.test("SafetensorsReader opens a file of 20,000 empty tensors with long names", () =>
  withFolder(async (folder) => {
    const names = Array.from({ length: 20_000 }, (_, index) => `layer.${index}.${"x".repeat(50)}"`);
    const tensor = { dtype: "F32", shape: [0], data_offsets: [0, 0] };
    const header = JSON.stringify(Object.fromEntries(names.map((name) => [name, tensor])));
    using file = await SafetensorsReader.open(await writeHeader(folder, header));
    assert.equal(file.tensors.size, names.length);
  }));
