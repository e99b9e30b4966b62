import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsReader } from "../../models/mod.ts";
import { runCommand } from "./_command_line.ts";
import { assertResumesAlike } from "./_resumes_alike.ts";
import { makeSmallSet } from "./_small_set.ts";

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

/** Methods that remember something: their settings, and the shapes of what they remember. */
const METHODS = [
  {
    name: "after-tacl",
    settings: ['clip.others={"fine":{"frames":2,"stride":4}}'],
    memory: { "memory/selected": ["I32", 6] },
    fill: -1,
  },
  {
    name: "after-nccl",
    settings: ["clip.auxiliary.modality=gradient", "optimizer.emaDecay=0.5", "method.bank=11"],
    memory: { "memory/embeddings": ["F32", 11, 256], "memory/probabilities": ["F32", 11, 3] },
    fill: 0,
  },
  {
    name: "own-first",
    settings: [],
    memory: { "memory/primary": ["F32", 3], "memory/auxiliary": ["F32", 3] },
    fill: 1,
  },
] as const;

/** The newest checkpoint of a run. */
function checkpointOf(run: string): string {
  return join(folder, "runs", run, "checkpoints/step-000008.safetensors");
}

for (const { name, settings, memory, fill } of METHODS) {
  Deno.test(`train by ${name} remembers, resumes to the same bytes, and is evaluated`, async () => {
    const whole = await runCommand(folder, [
      ...["train", "--config", "small.json", "--name", name, "--method", name],
      ...settings.flatMap((setting) => ["--set", setting]),
    ]);
    assert.equal(whole.code, 0, whole.stderr);
    using checkpoint = await SafetensorsReader.open(checkpointOf(name));
    for (const [tensor, form] of Object.entries(memory)) {
      const { dtype, shape } = checkpoint.tensors.get(tensor)!;
      assert.deepEqual([dtype, ...shape], form);
      const values = await checkpoint.read(tensor) as Float32Array | Int32Array;
      assert.ok(values.some((value) => value !== fill), `${tensor} changed`);
    }
    await assertResumesAlike(folder, whole, name);
    const evaluated = await runCommand(folder, ["evaluate", "--run", name]);
    assert.deepEqual([evaluated.code, evaluated.stdout], [0, whole.stdout], evaluated.stderr);
  });
}

Deno.test("train refuses a memory bank larger than the set before anything is trained", async () => {
  const { code, stderr } = await runCommand(folder, [
    ...["train", "--config", "small.json", "--name", "refused", "--method", "after-nccl"],
    ...["--set", "clip.auxiliary.modality=gradient", "--set", "optimizer.emaDecay=0.5"],
    ...["--set", "method.bank=4096"],
  ]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /method\.bank must be from 10, .* to 12, the training videos, .*: current value is 4096/,
  );
  assert.doesNotMatch(stderr, /^Network/m);
});
