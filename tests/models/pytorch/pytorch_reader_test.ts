import assert from "node:assert/strict";
import { join } from "node:path";
import { PyTorchError, PyTorchReader } from "../../../models/pytorch/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { EXPECTED, FIXTURES, requireExpected } from "./_fixtures.ts";

Deno.test.each(Object.entries(EXPECTED))(
  "PyTorchReader reads what torch reads: %s",
  async (name, expected) => {
    using file = await PyTorchReader.open(FIXTURES + name);
    assert.equal(file.path, FIXTURES + name);
    await requireExpected(file, expected);
  },
);

Deno.test("PyTorchReader returns texts and numbers beside the tensors, and lists of them", async () => {
  using file = await PyTorchReader.open(`${FIXTURES}protocol_2.pth`);
  assert.deepEqual({ ...file.metadata }, {
    epoch: "3",
    cfg: "DATA:\n  NUM_FRAMES: 8\n",
    list: '[1,2.5,"a",true]',
    big: String(2n ** 70n),
  });
});

Deno.test("PyTorchReader names classes that it does not build, and runs nothing of them", async () => {
  using _file = await PyTorchReader.open(`${FIXTURES}harmful.pth`);
  await assert.rejects(Deno.stat("harmed"), Deno.errors.NotFound);
  await assert.rejects(Deno.stat(`${FIXTURES}harmed`), Deno.errors.NotFound);
});

Deno.test("PyTorchReader takes the entry that it is asked for", async () => {
  using file = await PyTorchReader.open(`${FIXTURES}two_networks.pth`, { entry: "model_ema" });
  assert.equal(file.tensors.size, Object.keys(EXPECTED["protocol_2.pth"]!).length);
  await assert.rejects(PyTorchReader.open(`${FIXTURES}two_networks.pth`, { entry: "ema" }), {
    message: /its entry 'ema' holds no tensors; it has 'model', 'model_ema'$/,
  });
});

Deno.test.each([
  ["module.pth", /Python object \(torch\.nn\.modules\.container\.Sequential\).*Save model\.state_/],
  ["module_in_checkpoint.pth", /it holds a Python object \(torch\.nn\.modules\.container\.Seq/],
  ["tensor.pth", /it holds one tensor without a name/],
  ["no_tensors.pth", /it holds no tensors, but 'epoch'$/],
  ["two_networks.pth", /2 sets of tensors \('model', 'model_ema'\), and which is wanted is not/],
  ["script.pt", /it is a TorchScript archive, which holds a program/],
  ["big_endian.pth", /written in the order 'big'/],
  ["legacy_big_endian.pth", /not written in the order of common computers/],
])("PyTorchReader refuses %s", async (name, message) => {
  await assert.rejects(PyTorchReader.open(FIXTURES + name), { name: "PyTorchError", message });
});

/** A pickle of protocol 2. */
function pickle(...parts: readonly (string | readonly number[])[]): Uint8Array<ArrayBuffer> {
  const bytes = parts.flatMap((part) =>
    typeof part === "string" ? Array.from(part, (character) => character.charCodeAt(0)) : part
  );
  return Uint8Array.from([0x80, 2, ...bytes]);
}

const REBUILD = "ctorch._utils\n_rebuild_tensor_v2\n";
const STORAGE = "((U\x07storagectorch\nFloatStorage\nU\x010U\x03cpuK\x01tQ";

Deno.test.each(
  [
    ["an empty pickle", pickle(), /it needs 1 bytes at 2, and ends before/],
    ["a step that is not known", pickle("\xff"), /the unknown step 0xff/],
    ["a value that is not there", pickle("R."), /takes a value that is not there/],
    ["a memory that is not there", pickle("h\x05."), /recalls a value that is not there/],
    ["a mark that is not there", pickle("t."), /from a mark not there/],
    ["a text that is cut off", pickle("X\xff\xff\xff\x7f"), /it needs 2147483647 bytes/],
    ["a number of many bytes", pickle("\x8b\xff\xff\xff\x7f"), /a number of 2147483647 bytes/],
    ["a dictionary as key", pickle("}}Ns."), /a key that is a collection/],
    ["a list that gets entries", pickle("]NNs."), /sets entries of what is not a dictionary/],
    ["a call without arguments", pickle("cos\nsystem\nNR."), /without a list of arguments/],
    ["the state of a list", pickle("]}b."), /sets the state of what has none/],
    ["a version that is not known", Uint8Array.of(0x80, 9, 0x2e), /does not begin as|it is/],
    [
      "a tensor larger than its storage",
      pickle(`}U\x01a${REBUILD}${STORAGE}K\x00K\x02\x85K\x01\x85\x89}tRs.`),
      /a tensor of shape \[2\] in it is larger than its storage/,
    ],
    [
      "a tensor with a negative stride",
      pickle(`}U\x01a${REBUILD}${STORAGE}K\x00K\x01\x85J\xff\xff\xff\xff\x85\x89}tRs.`),
      /strides or an offset that are not whole numbers/,
    ],
    [
      "a tensor that repeats its value a billion times",
      pickle(`}U\x01a${REBUILD}${STORAGE}K\x00J\x00\x00\x00\x40\x85K\x00\x85\x89}tRs.`),
      /has 4294967296 bytes, more than the file/,
    ],
    ["a storage in another place", pickle("U\x01aQ."), /refers to what is not a storage/],
    ["itself as its entry", pickle("}q\x00U\x01ah\x00s."), /it holds no tensors, but 'a'$/],
  ] as const,
)("PyTorchReader refuses a pickle with %s", async (_, bytes, message) => {
  await withFolder(async (folder) => {
    const path = join(folder, "a.pth");
    await Deno.writeFile(path, bytes);
    await assert.rejects(PyTorchReader.open(path), (error: unknown) => {
      assert.ok(error instanceof PyTorchError, String(error));
      assert.match(error.message, message);
      return true;
    });
  });
});

Deno.test("PyTorchReader stays quick with dictionaries that share their entries to any depth", async () => {
  // Each dictionary has the one before it ten times: 10^50 ways lead to the innermost.
  const level = (memo: number) =>
    `}q${String.fromCharCode(memo)}(${
      Array.from({ length: 10 }, (_, key) =>
        `K${String.fromCharCode(key)}h${String.fromCharCode(memo - 1)}`).join("")
    }u`;
  const levels = Array.from({ length: 50 }, (_, index) => level(index + 1)).join("");
  await withFolder(async (folder) => {
    const path = join(folder, "a.pth");
    await Deno.writeFile(path, pickle(`}q\x00`, levels, "."));
    const startedAt = performance.now();
    await assert.rejects(PyTorchReader.open(path), /holds no tensors/);
    assert.ok(performance.now() - startedAt < 5000);
  });
});
