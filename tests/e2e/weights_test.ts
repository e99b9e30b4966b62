import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsReader, writeSafetensors } from "../../models/safetensors/mod.ts";
import { type Outcome, runCommand } from "./_command_line.ts";
import { makeSmallSet, metricsOf } from "./_small_set.ts";

let folder = "";

/** Trains for one step from a weight file of the primary network. */
const trainFrom = (weights: string, name: string) =>
  runCommand(folder, [
    ...["train", "--config", "small.json", "--name", name, "--steps", "1"],
    ...["--set", `weights.primary=${weights}`],
  ]);

/** Requires exit code 1 and one short line about the file as the user named it. */
function requireRefusal({ code, stdout, stderr }: Outcome, message: RegExp): void {
  assert.deepEqual([code, stdout], [1, ""], stderr);
  const lines = stderr.trimEnd().split("\n").filter((line) =>
    !/^(?:Removed |Run folder |\d+ classes |Labels: |\S+ is of run )/.test(line)
  );
  assert.equal(lines.length, 1, stderr);
  assert.match(lines[0]!, message);
  assert.ok(lines[0]!.length < 800, stderr);
}

/** Writes the finished run's primary network with other names, and with a counter. */
async function writeRenamed(target: string, rename: (name: string) => string): Promise<void> {
  using file = await SafetensorsReader.open(join(folder, "runs/first/primary.safetensors"));
  const tensors = [...file.tensors].map(([name, { dtype, shape }]) => {
    assert.ok(dtype === "F32" || dtype === "I64", dtype);
    return { name: rename(name), dtype, shape, read: () => file.read(name) };
  });
  const counter = {
    name: "epoch",
    dtype: "I64",
    shape: [],
    read: () => new BigInt64Array(1),
  } as const;
  // With the names of the classes, without which the classifier starts new.
  await writeSafetensors(join(folder, target), [...tensors, counter], { ...file.metadata });
}

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  const { code, stderr } = await runCommand(folder, [
    ...["train", "--config", "small.json", "--name", "first", "--steps", "1"],
  ]);
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("train starts from the weights of a compiled, wrapped model as from its own", async () => {
  const plain = await trainFrom("runs/first/primary.safetensors", "plain");
  assert.equal(plain.code, 0, plain.stderr);
  assert.match(plain.stderr, /^primary: Slow ResNet .*: 32 of 32 tensors$/m);
  await writeRenamed("wrapped.safetensors", (name) => `_orig_mod.module.${name}`);
  const wrapped = await trainFrom("wrapped.safetensors", "wrapped");
  assert.equal(wrapped.code, 0, wrapped.stderr);
  assert.match(
    wrapped.stderr,
    /^primary: .*32 of 32 tensors; left out 1 tensor that the network does not have \(epoch\)$/m,
  );
  assert.deepEqual(metricsOf(folder, "wrapped"), metricsOf(folder, "plain"));
});

Deno.test("train refuses weights of other names by one short line", async () => {
  await writeRenamed("other.safetensors", (name) => `x${name}`);
  requireRefusal(
    await trainFrom("other.safetensors", "other"),
    /^error: Cannot load 'other\.safetensors' into slow-resnet: 3[02] missing \(.*, …\); 33 unexpected \(/,
  );
});

const FILES: readonly (readonly [name: string, content: string, message: RegExp])[] = [
  [
    "new.pth",
    "PK\x03\x04\0\0\x08\x08\0\0\0\0\0\0archive/data.pkl",
    /Cannot read 'new\.pth' as a PyTorch file: its end is missing/,
  ],
  ["page.safetensors", "<!doctype html>", /'page\.safetensors' as weights: it is a web page/],
  ["empty.safetensors", "", /'empty\.safetensors' as weights: it is empty/],
];

Deno.test.each(FILES)(
  "train says what %s is before it looks for videos",
  async (name, content, message) => {
    await Deno.writeTextFile(join(folder, name), content);
    requireRefusal(await trainFrom(name, "foreign"), message);
  },
);

Deno.test("train names the weights of a run's folder", async () => {
  requireRefusal(
    await trainFrom("runs/first", "folder"),
    /it is a folder\. Give a file of it: runs\/first\/auxiliary\.safetensors, runs\/first\/primary\.safet/,
  );
});
