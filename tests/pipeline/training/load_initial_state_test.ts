import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsError, saveWeights, WeightsError } from "../../../models/mod.ts";
import { disposeTree, type tf } from "../../../runtime/mod.ts";
import { loadConfig, type Override } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { watchTensors } from "../../_leaks.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { createOptimizers } from "../../../pipeline/training/create_optimizers.ts";
import { loadInitialState } from "../../../pipeline/training/load_initial_state.ts";

const CLASSES = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** What this program's files say about their classes. */
const METADATA = { actnetformer: "0", classes: JSON.stringify(CLASSES) };

/** The initial state of the small pair with some fields replaced, and its networks. */
async function start(fields: Readonly<Record<string, unknown>>, count = 8) {
  const overrides = Object.entries(fields).map(([path, value]): Override => ({ path, value }));
  const { config } = await loadConfig("motion_small", overrides);
  const classes = CLASSES.slice(0, count);
  const networks = createNetworks(config, { dual: true, classes: count });
  const optimizers = createOptimizers(networks, config.optimizer);
  const notes: string[] = [];
  const notify = (line: string) => notes.push(line);
  const state = await loadInitialState(config, { networks, optimizers, classes, notify });
  return { networks, state, notes };
}

Deno.test("loadInitialState() takes the weights of files, embeddings resized", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const path = (name: string) => join(folder, `${name}.safetensors`);
    const other = await start({ seed: 5 });
    await saveWeights(path("primary"), other.networks.primary, other.state.primary, METADATA);
    const { auxiliary } = other.networks;
    await saveWeights(path("auxiliary"), auxiliary!, other.state.auxiliary!, METADATA);
    const { state, notes } = await start({
      "weights.primary": path("primary"),
      "weights.auxiliary": path("auxiliary"),
      "clip.size": 40,
      "clip.auxiliary.frames": 4,
      "optimizer.emaDecay": 0.9,
    });
    assert.match(notes[0]!, /^primary: Slow ResNet \(.*\): \d+ of \d+ tensors$/);
    assert.match(
      notes[1]!,
      /pos_embed is resized from 17 to 26 rows; time_embed is resized from 8 to/,
    );
    const name = "blocks.0.conv.weight";
    const values = (tensor: tf.Tensor | undefined) => tensor!.dataSync();
    const first = other.state.primary.parameters[name];
    assert.deepEqual(values(state.primary.parameters[name]), values(first));
    assert.deepEqual(values(state.primary.ema![name]), values(first));
    const { pos_embed: spatial, time_embed: temporal } = state.auxiliary!.parameters;
    assert.deepEqual([spatial!.shape[1], temporal!.shape[1]], [1 + 25, 4]);
    const head = other.state.auxiliary!.parameters["head.weight"];
    assert.deepEqual(values(state.auxiliary!.parameters["head.weight"]), values(head));
    disposeTree([other.state, state]);
    assertNoLeaks();
  }));

Deno.test("loadInitialState() refuses weights of other networks, and broken files", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const path = join(folder, "weights.safetensors");
    const other = await start({});
    await saveWeights(path, other.networks.auxiliary!, other.state.auxiliary!);
    await assert.rejects(start({ "weights.primary": path }), (error) => {
      assert.ok(error instanceof WeightsError);
      assert.ok(error.problems.some(({ text }) => text === "time_embed"));
      return true;
    });
    await Deno.truncate(path, 1000);
    await assert.rejects(start({ "weights.auxiliary": path }), SafetensorsError);
    disposeTree(other.state);
    assertNoLeaks();
  }));

Deno.test("loadInitialState() starts the classifier new for other classes, or if none are named", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const path = join(folder, "weights.safetensors");
    const other = await start({ seed: 5 });
    const swapped = { ...METADATA, classes: JSON.stringify(CLASSES.toReversed()) };
    for (const [count, metadata] of [[5, METADATA], [8, swapped], [8, {}]] as const) {
      await saveWeights(path, other.networks.auxiliary!, other.state.auxiliary!, metadata);
      const { state, notes } = await start({ seed: 1, "weights.auxiliary": path }, count);
      const fresh = await start({ seed: 1 }, count);
      const values = ({ auxiliary }: typeof state, name: string) =>
        auxiliary!.parameters[name]!.dataSync();
      assert.deepEqual(values(state, "head.weight"), values(fresh.state, "head.weight"));
      assert.deepEqual(values(state, "norm.weight"), values(other.state, "norm.weight"));
      assert.match(notes[0]!, new RegExp(`classifier \\(8 classes\\) starts new for ${count}`));
      disposeTree([state, fresh.state]);
    }
    disposeTree(other.state);
    assertNoLeaks();
  }));
