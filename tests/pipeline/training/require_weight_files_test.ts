import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { saveWeights } from "../../../models/mod.ts";
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
