import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsError, saveWeights, WeightsError } from "../../../models/mod.ts";
import { disposeTree, type tf } from "../../../runtime/mod.ts";
import { loadConfig, type Override } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/method/create_networks.ts";
import { watchTensors } from "../../_leaks.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { createOptimizers } from "../../../pipeline/training/create_optimizers.ts";
import { loadInitialState } from "../../../pipeline/training/load_initial_state.ts";

/** The initial state of the small pair with some fields replaced, and its networks. */
async function start(fields: Readonly<Record<string, unknown>>, classes = 8) {
  const overrides = Object.entries(fields).map(([path, value]): Override => ({ path, value }));
  const { config } = await loadConfig("motion_small", overrides);
  const networks = createNetworks(config, { dual: true, classes });
  const optimizers = createOptimizers(networks, config.optimizer);
  const notes: string[] = [];
  const notify = (line: string) => notes.push(line);
  const state = await loadInitialState(config, { networks, optimizers, notify });
  return { networks, state, notes };
}

Deno.test("loadInitialState() takes the weights of files, embeddings resized", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const path = (name: string) => join(folder, `${name}.safetensors`);
    const other = await start({ seed: 5 });
    await saveWeights(path("primary"), other.networks.primary, other.state.primary);
    await saveWeights(path("auxiliary"), other.networks.auxiliary!, other.state.auxiliary!);
    const { state, notes } = await start({
      "weights.primary": path("primary"),
      "weights.auxiliary": path("auxiliary"),
      "clip.size": 40,
      "clip.auxiliary.frames": 4,
      "optimizer.emaDecay": 0.9,
    });
    assert.deepEqual(notes, [
      `Weights of ${path("auxiliary")}: pos_embed is resized from 17 to 26 rows`,
      `Weights of ${path("auxiliary")}: time_embed is resized from 8 to 4 rows`,
    ]);
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

Deno.test("loadInitialState() refuses weights of other classes and networks, and broken files", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const path = join(folder, "weights.safetensors");
    const other = await start({});
    await saveWeights(path, other.networks.auxiliary!, other.state.auxiliary!);
    await assert.rejects(start({ "weights.auxiliary": path }, 5), (error) => {
      assert.ok(error instanceof WeightsError);
      assert.deepEqual(error.problems, [
        { kind: "classes", text: "head.weight [8,64] is for 8, the model for 5" },
        { kind: "classes", text: "head.bias [8] is for 8, the model for 5" },
      ]);
      return true;
    });
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
