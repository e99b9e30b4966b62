import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import fc from "fast-check";
import { PyTorchError, PyTorchReader } from "../../../models/pytorch/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { EXPECTED, FIXTURES } from "./_fixtures.ts";

/** A damaged copy of a file, and the digest of what torch reads from it; empty if it refuses. */
type Mutation = readonly [
  name: string,
  other: string,
  where: number,
  how: number,
  kind: "flip" | "cut" | "splice",
  reading: string,
];

const MUTATIONS: readonly Mutation[] = JSON.parse(
  Deno.readTextFileSync(`${FIXTURES}mutations.json`),
);

/** Time in which any file of a few thousand bytes is read or refused, in milliseconds. */
const TIME_LIMIT = 3000;

/** A tensor that was read: its shape and its values. */
interface ReadTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Reads a file that has these bytes; undefined if it is refused by one clean error. */
async function readBytes(bytes: Uint8Array): Promise<Map<string, ReadTensor> | undefined> {
  return await withFolder(async (folder) => {
    const path = join(folder, "damaged.pth");
    await Deno.writeFile(path, bytes);
    const startedAt = performance.now();
    try {
      return await readAll(path);
    } catch (error) {
      assert.ok(error instanceof PyTorchError, Deno.inspect(error));
      assert.ok(!error.message.includes("\n") && error.message.length < 600, error.message);
      return undefined;
    } finally {
      assert.ok(performance.now() - startedAt < TIME_LIMIT);
    }
  });
}

async function readAll(path: string): Promise<Map<string, ReadTensor>> {
  using file = await PyTorchReader.open(path);
  const read = new Map<string, ReadTensor>();
  for (const [name, { shape }] of file.tensors) {
    const values = Array.from<number | bigint, number>(await file.read(name), Number);
    assert.equal(values.length, shape.reduce((count, extent) => count * extent, 1));
    read.set(name, { shape, values });
  }
  return read;
}

/** Computes what make_mutations.py computes. */
function digestOf(tensors: ReadonlyMap<string, ReadTensor>): string {
  const hash = createHash("sha256");
  for (const name of [...tensors.keys()].sort()) {
    const { shape, values } = tensors.get(name)!;
    hash.update(`${name}[${shape}]`);
    for (const value of values) {
      hash.update(Number.isNaN(value) ? "nan" : new Uint8Array(Float64Array.of(value).buffer));
    }
  }
  return hash.digest("hex").slice(0, 12);
}

function damage([name, other, where, how, kind]: Mutation): Uint8Array {
  const bytes = Deno.readFileSync(FIXTURES + name);
  if (kind === "cut") return bytes.subarray(0, where);
  if (kind === "flip") {
    bytes[where] = bytes[where]! ^ how;
    return bytes;
  }
  const end = Deno.readFileSync(FIXTURES + other).subarray(where);
  return Uint8Array.from([...bytes.subarray(0, where), ...end]);
}

/** Requires values that are in the undamaged file, of tensors that may be fewer. */
function requireOriginal(name: string, tensors: ReadonlyMap<string, ReadTensor>): void {
  const original = new Set(
    Object.values(EXPECTED[name]!).map(({ shape, values }) =>
      JSON.stringify([shape, values.map(Number)])
    ),
  );
  for (const { shape, values } of tensors.values()) {
    assert.ok(original.has(JSON.stringify([shape, values])), `${shape}: ${values}`);
  }
}

Deno.test("PyTorchReader reads from damaged files what torch does, or refuses them", async () => {
  let [read, refused] = [0, 0];
  for (const mutation of MUTATIONS) {
    const [name, , , , , reading] = mutation;
    const tensors = await readBytes(damage(mutation));
    if (tensors === undefined) {
      refused++;
      continue;
    }
    read++;
    // torch also refuses for parts that are not needed here, such as the name of a device, and
    // overlooks a wrong module of a storage's class, whose tensors are left out here.
    if (digestOf(tensors) !== reading) requireOriginal(name, tensors);
  }
  assert.ok(read > MUTATIONS.length / 5 && refused > MUTATIONS.length / 5, `${read}, ${refused}`);
});

const ARCHIVES = ["protocol_2.pth", "protocol_4.pth", "parameters.pt"];

Deno.test("PyTorchReader gives no other value from an archive with checksums, however damaged", () =>
  fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ARCHIVES),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
        minLength: 1,
        maxLength: 4,
      }),
      async (name, flips) => {
        const bytes = Deno.readFileSync(FIXTURES + name);
        for (const [position, change] of flips) {
          const index = position % bytes.length;
          bytes[index] = bytes[index]! ^ change;
        }
        const tensors = await readBytes(bytes);
        if (tensors !== undefined) requireOriginal(name, tensors);
      },
    ),
    { numRuns: 300 },
  ));

Deno.test("PyTorchReader reads or refuses any pickle by one clean error", () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), async (bytes) => {
      await readBytes(Uint8Array.from([0x80, 2, ...bytes, 0x2e]));
    }),
    { numRuns: 500 },
  ));

/** Steps of a pickle with what follows them, so that random programs get far. */
const STEPS = [
  "(",
  ")",
  "]",
  "}",
  "0",
  "2",
  "1",
  "t",
  "l",
  "d",
  "a",
  "e",
  "s",
  "u",
  "R",
  "b",
  "Q",
  "N",
  "K\x01",
  "K\x02",
  "q\x00",
  "h\x00",
  "X\x01\0\0\0a",
  "U\x01b",
  "\x81",
  "\x85",
  "\x86",
  "\x87",
  "\x8f",
  "\x90",
  "ccollections\nOrderedDict\n",
  "ctorch._utils\n_rebuild_tensor_v2\n",
  "ctorch\nFloatStorage\n",
  "cnumpy.core.multiarray\n_reconstruct\n",
  "cnumpy\ndtype\n",
  "cos\nsystem\n",
];

Deno.test("PyTorchReader reads or refuses any program of a pickle by one clean error", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...STEPS), { maxLength: 60 }),
      async (steps) => {
        const bytes = Array.from(steps.join(""), (character) => character.charCodeAt(0));
        await readBytes(Uint8Array.from([0x80, 2, ...bytes, 0x2e]));
      },
    ),
    { numRuns: 1000 },
  ));
