import assert from "node:assert/strict";
import { join } from "node:path";
import {
  openWeights,
  recognizeNetwork,
  SafetensorsReader,
  writeSafetensors,
  type WrittenType,
} from "../../../models/mod.ts";
import { ROOT } from "../../_sources.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { runCli } from "../_command_line.ts";

const FIXTURES = `${ROOT}tests/fixtures/`;

Deno.test("weights inspect shows what a file says of its network", async () => {
  const path = `${FIXTURES}weights/mmaction2_slowonly_8x8x1.pth`;
  const { code, stdout } = await runCli(["weights", "inspect", path]);
  assert.equal(code, 0);
  const lines = [
    /^File +\S+mmaction2_slowonly_8x8x1\.pth$/m,
    /^Network +Slow R50 \(width 4\), 127,623 parameters$/m,
    /^Named by +MMAction2$/m,
    /^Classes +3: jump, run, walk$/m,
    /^Clips +8 frames, stride 8$/m,
    /^Pixels +mean 0\.485, 0\.456, 0\.406; deviation 0\.229, 0\.224, 0\.225$/m,
    /^Presets +none has this network$/m,
    /^Tensors +320: 267 F16, 53 I64$/m,
    /^Also says +meta\.epoch: 1$/m,
  ];
  for (const line of lines) assert.match(stdout, line);
});

Deno.test("weights inspect says of an unknown network what is known", async () => {
  const path = `${FIXTURES}pytorch/protocol_2.pth`;
  const { code, stdout } = await runCli(["weights", "inspect", path]);
  assert.equal(code, 0);
  assert.match(stdout, /^Network +its 16 tensors have other names \(weight, …\)$/m);
});

Deno.test("weights inspect refuses what is not weights in one line", async () => {
  const { code, stdout, stderr } = await runCli(["weights", "inspect", `${ROOT}LICENSE`]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^error: Cannot read '\S+LICENSE' as weights: it is text that .*\n$/);
});

/** Copies a file of weights, with more in its metadata. */
async function copyWith(more: Record<string, string>, from: string, to: string): Promise<void> {
  using file = await SafetensorsReader.open(from);
  const tensors = [...file.tensors].map(([name, { dtype, shape }]) => {
    return { name, dtype: dtype as WrittenType, shape, read: () => file.read(name) };
  });
  await writeSafetensors(to, tensors, { ...file.metadata, ...more });
}

Deno.test("weights convert keeps the run that weights are of", () =>
  withFolder(async (folder) => {
    const published = join(folder, "published.safetensors");
    await runCli(["weights", "convert", `${FIXTURES}weights/SLOW_4x16_R50.pyth`, published]);
    const path = join(folder, "primary.safetensors");
    await copyWith({ run: "first", steps: "40" }, published, path);
    const output = join(folder, "converted.safetensors");
    const { code, stderr } = await runCli(["weights", "convert", path, output]);
    assert.deepEqual([code, stderr], [0, ""]);
    using file = await openWeights(output);
    const { run, steps, converted } = file.metadata;
    const expected = ["first", "40", "primary.safetensors (ActNetFormer)"];
    assert.deepEqual([run, steps, converted], expected);
  }));

Deno.test("weights convert writes a file that says what it holds", () =>
  withFolder(async (folder) => {
    const output = join(folder, "slow.safetensors");
    const path = `${FIXTURES}weights/SLOW_4x16_R50.pyth`;
    const { code, stdout, stderr } = await runCli(["weights", "convert", path, output]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.equal(
      stdout,
      "Slow R50 (width 4) from SLOW_4x16_R50.pyth (PySlowFast): 267 of 267 tensors\n" +
        `Written: ${output}\n`,
    );
    using file = await openWeights(output);
    using original = await openWeights(path);
    const [converted, known] = [await recognizeNetwork(file), await recognizeNetwork(original)];
    assert.deepEqual({ ...converted }, { ...known, source: "ActNetFormer" });
    assert.equal(file.tensors.get("blocks.0.conv.weight")!.dtype, "F32");
    assert.deepEqual(
      await file.read("blocks.3.res_blocks.0.branch2.conv_a.weight"),
      await original.read("s4.pathway0_res0.branch2.a.weight"),
    );
    const again = await runCli(["weights", "convert", path, output]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /^error: Cannot write \S+ as it must be new: it exists\n$/);
  }));
