import assert from "node:assert/strict";
import { join } from "node:path";
import { openWeights, recognizeNetwork } from "../../../models/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { runCli } from "../_command_line.ts";
import { CLASSES, writeTinyRun } from "../export/_tiny_run.ts";

/** The permissions of `deno task export`. */
const permissions = ["-P=compute"];

Deno.test("export writes weights that this program recognizes again, and says what they are", () =>
  withFolder(async (folder) => {
    // The module of the method is not needed.
    const run = await writeTinyRun(join(folder, "runs/first"), {
      dual: false,
      method: "./gone.ts",
    });
    const words = ["export", run.path, "--output", "weights.safetensors"];
    const { code, stdout, stderr } = await runCli(words, { folder, permissions });
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^Written: weights\.safetensors, 0\.5 MB: Slow ResNet \(.*\) of first after step 40, 3 classes\n$/,
    );
    using file = await openWeights(join(folder, "weights.safetensors"));
    const { config, classNames, source, clip } = await recognizeNetwork(file);
    assert.deepEqual([config.kind, source, classNames], ["slow-resnet", "ActNetFormer", CLASSES]);
    assert.deepEqual(clip, { size: 32, frames: 4, stride: 8 });
    const { inputs: [input], run: { checkpoint } } = JSON.parse(file.metadata["preprocessing"]!);
    assert.deepEqual([input.shape, input.normalization.inGraph], [[-1, 3, 4, 32, 32], false]);
    assert.match(checkpoint, /^[0-9a-f]{64}$/);
  }));

Deno.test("export writes both networks, and never over what is there", () =>
  withFolder(async (folder) => {
    await writeTinyRun(join(folder, "runs/first"), { dual: true });
    const words = ["export", "first", "--network", "both", "--output", "first_saved_model/"];
    const { code, stdout, stderr } = await runCli(words, { folder, permissions });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Written: first_saved_model\/, 1\.2 MB: Slow ResNet .* and TimeSformer /);
    const files = [...Deno.readDirSync(join(folder, "first_saved_model"))].map(({ name }) => name);
    assert.deepEqual(files.sort(), ["preprocessing.json", "saved_model.pb"]);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assert.deepEqual(names.sort(), ["first_saved_model", "runs"]);
    const again = await runCli(words, { folder, permissions });
    assert.deepEqual(
      [again.code, again.stderr],
      [1, "error: Cannot write first_saved_model/ as it must be new: it exists\n"],
    );
  }));

const REFUSED: Readonly<Record<string, [words: string[], message: RegExp]>> = {
  "a name without a format": [
    ["--output", "model.pt"],
    /Cannot export to 'model\.pt' as its name must end with one of \.safetensors, .*: it does not/,
  ],
  "a network that the run lacks": [
    ["--network", "both", "--output", "model.onnx"],
    /Cannot export both networks of \S+ as it must have two: it has a primary one only/,
  ],
};

for (const [what, [words, message]] of Object.entries(REFUSED)) {
  Deno.test(`export refuses ${what}, and writes nothing`, () =>
    withFolder(async (folder) => {
      await writeTinyRun(join(folder, "runs/first"), { dual: false });
      const outcome = await runCli(["export", "first", ...words], { folder, permissions });
      assert.deepEqual([outcome.code, outcome.stdout], [1, ""]);
      assert.match(outcome.stderr, message);
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["runs"]);
    }));
}
