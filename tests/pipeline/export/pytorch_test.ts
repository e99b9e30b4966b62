import assert from "node:assert/strict";
import { join } from "node:path";
import { writeWeights } from "../../../pipeline/export/write_weights.ts";
import { findPython, runPython } from "../../_python.ts";
import { readSource, ROOT } from "../../_sources.ts";
import { withFolder } from "../../_temporary_folder.ts";
import "../../_tensorflow.ts";
import { type Expected, expectOutputs, tinyModel } from "./_tiny_models.ts";

/** How far a logit may be from this program's, as a share of the largest one. */
const TOLERANCE = 1e-5;

/** Each network once. */
const CASES = [["basic", "primary"], ["bottleneck", "primary"], ["basic", "auxiliary"]] as const;

/** The scripts of Python on the page, in their order. */
const [WEIGHTS_SCRIPT, PYTORCHVIDEO_SCRIPT] = Array.from(
  readSource("docs/export.md").matchAll(/^```python\n(.*?)^```$/gms),
  ([, script]) => script!,
) as [string, string];

/** Reads clips [batch, frames, height, width, 3] in PyTorch's order of axes. */
function readClips(file: string, shape: readonly number[]): string {
  return `clips = torch.from_file(${JSON.stringify(file)}, size=${shape.reduce((a, b) => a * b)})` +
    `.view(${shape}).permute(0, 4, 1, 2, 3)`;
}

/** Returns the page's script for these clips, which prints the logits. */
function scriptFor({ inputs }: Expected): string {
  const { file, shape } = inputs["clips"]!;
  const withClips = WEIGHTS_SCRIPT.replace(/^clips = .*$/m, () => readClips(file, shape));
  assert.notEqual(withClips, WEIGHTS_SCRIPT);
  return `import sys; sys.path.insert(0, ${JSON.stringify(`${ROOT}bench/peers`)})\n` +
    `${withClips}\nprint(json.dumps(logits.tolist()))`;
}

function differenceOf(logits: readonly number[][], wanted: readonly number[][]): number {
  const [flat, flatWanted] = [logits.flat(), wanted.flat()];
  assert.equal(flat.length, flatWanted.length);
  const largest = Math.max(...flatWanted.map(Math.abs));
  return Math.max(...flat.map((value, index) => Math.abs(value - flatWanted[index]!))) / largest;
}

const python = await findPython(["torch", "safetensors"]);

Deno.test({
  name: `writeWeights() writes what the script in docs/export.md loads: same logits${python.lack}`,
  ignore: python.path === undefined,
  fn: async () => {
    for (const [kind, answer] of CASES) {
      await withFolder(async (folder) => {
        const { config, model } = await tinyModel(kind, answer);
        using _model = model;
        await writeWeights(join(folder, "weights.safetensors"), model, config);
        const expected = await expectOutputs(folder, model);
        const printed = await runPython(python.path!, scriptFor(expected), { cwd: folder });
        const difference = differenceOf(JSON.parse(printed), expected.outputs["logits"]!);
        assert.ok(difference < TOLERANCE, `${kind} ${answer} differs by ${difference}`);
      });
    }
  },
});

const official = await findPython(["torch", "safetensors", "pytorchvideo"]);

Deno.test({
  name: `docs/export.md loads slow_r50 into PyTorchVideo's network: same logits${official.lack}`,
  ignore: official.path === undefined,
  fn: () =>
    withFolder(async (folder) => {
      const { config, model } = await tinyModel("slow_r50", "primary");
      using _model = model;
      await writeWeights(join(folder, "weights.safetensors"), model, config);
      const expected = await expectOutputs(folder, model);
      const { file, shape } = expected.inputs["clips"]!;
      const script = [
        "import json, torch",
        PYTORCHVIDEO_SCRIPT,
        readClips(file, shape),
        "with torch.no_grad(): logits = network((clips / 255 - 0.45) / 0.225)",
        "print(json.dumps(logits.tolist()))",
      ].join("\n");
      const printed = await runPython(official.path!, script, { cwd: folder });
      const difference = differenceOf(JSON.parse(printed), expected.outputs["logits"]!);
      assert.ok(difference < TOLERANCE, `slow_r50 differs by ${difference}`);
    }),
});
