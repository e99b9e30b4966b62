import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { saveWeights } from "../../../models/mod.ts";
import { writeSafetensors } from "../../../models/safetensors/mod.ts";
import { disposeTree } from "../../../runtime/mod.ts";
import { loadConfig, type Override } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { requireWeightFiles } from "../../../pipeline/training/require_weight_files.ts";
import { withFolder } from "../../_temporary_folder.ts";

const GRAY = { mean: [0.45, 0.45, 0.45], std: [0.225, 0.225, 0.225] };
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** What is said about a primary network's file, by the normalization that it names. */
async function notesOf(
  normalization: unknown,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const notes: string[] = [];
  await withFolder(async (folder) => {
    const path = join(folder, "primary.safetensors");
    const overrides: Override[] = [{ path: "weights.primary", value: path }];
    for (const [path, value] of Object.entries(fields)) overrides.push({ path, value });
    const { config } = await loadConfig("motion_small", overrides);
    const { primary } = createNetworks(config, { dual: true, classes: 2 });
    const state = primary.initialize(1);
    const network = JSON.stringify(primary.config);
    const metadata = {
      actnetformer: "0",
      network,
      normalization: JSON.stringify(normalization),
    };
    await saveWeights(path, primary, state, metadata);
    disposeTree(state);
    await requireWeightFiles(config, (line) => notes.push(line));
  });
  return notes.join("\n");
}

Deno.test("requireWeightFiles() says that pixels are normalized otherwise than for the weights", async () => {
  assert.match(
    await notesOf(IMAGENET),
    /was trained on pixels normalized by mean 0\.485, 0\.456, 0\.406 .* by mean 0\.45 and deviat/,
  );
});

Deno.test("requireWeightFiles() says nothing if they are normalized as for the weights", async () => {
  assert.equal(await notesOf(GRAY), "");
  assert.equal(await notesOf(IMAGENET, { "clip.normalization": IMAGENET }), "");
  assert.equal(await notesOf(IMAGENET, { "clip.primary.normalization": IMAGENET }), "");
});

/** Tensors of a ResNet-50 for images of a small width, as torchvision names them, without a classifier. */
function* resnetForImages(width: number): Generator<readonly [string, readonly number[]]> {
  const norm = function* (name: string, channels: number) {
    for (const part of ["weight", "bias", "running_mean", "running_var"]) {
      yield [`${name}.${part}`, [channels]] as const;
    }
  };
  yield ["conv1.weight", [width, 3, 7, 7]];
  yield* norm("bn1", width);
  let before = width;
  for (const [stage, depth] of [3, 4, 6, 3].entries()) {
    const middle = width * 2 ** stage;
    for (let block = 0; block < depth; block++) {
      const name = `layer${stage + 1}.${block}`;
      const kernels = [[middle, before, 1, 1], [middle, middle, 3, 3], [4 * middle, middle, 1, 1]];
      for (const [index, shape] of kernels.entries()) {
        yield [`${name}.conv${index + 1}.weight`, shape];
        yield* norm(`${name}.bn${index + 1}`, shape[0]!);
      }
      if (block === 0) {
        yield [`${name}.downsample.0.weight`, [4 * middle, before, 1, 1]];
        yield* norm(`${name}.downsample.1`, 4 * middle);
      }
      before = 4 * middle;
    }
  }
}

Deno.test("requireWeightFiles() takes a network for images for any kernels over time", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "resnet50.safetensors");
    const tensors = [...resnetForImages(2)].map(([name, shape]) => ({
      name,
      dtype: "F32" as const,
      shape,
      read: () => new Float32Array(shape.reduce((size, side) => size * side, 1)),
    }));
    await writeSafetensors(path, tensors);
    const require = async (fields: Readonly<Record<string, unknown>>) => {
      const network = { kind: "slow-resnet", block: "bottleneck", width: 2, depths: [3, 4, 6, 3] };
      const { config } = await loadConfig("motion_small", [
        { path: "weights.auxiliary", value: path },
        { path: "clip.normalization", value: IMAGENET },
        {
          path: "auxiliary",
          value: { ...network, spatialStrides: [1, 2, 2, 2], ...fields },
        },
      ]);
      await requireWeightFiles(config, (line) => assert.fail(line));
    };
    await require({ temporalKernels: [1, 1, 1, 1] });
    await require({ temporalKernels: [1, 1, 3, 3] });
    await assert.rejects(
      require({ temporalKernels: [1, 1, 1, 1], spatialStrides: [2, 2, 2, 2] }),
      /weights\.auxiliary must hold the auxiliary network that is configured/,
    );
  });
});
