import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsError, saveWeights, WeightsError } from "../../../models/mod.ts";
import { disposeTree, startTensorFlow, type TensorTree, tf } from "../../../runtime/mod.ts";
import { loadConfig, type Override } from "../../../pipeline/config/config.ts";
import { METHODS } from "../../../pipeline/method/methods.ts";
import { createNetworks } from "../../../pipeline/method/networks.ts";
import { createOptimizers, firstState } from "../../../pipeline/training/initial_state.ts";
import { watchTensors } from "../../_leaks.ts";
import { withFolder } from "../_temporary_folder.ts";

await startTensorFlow();

/** The first state of the small pair with some fields replaced, and its networks. */
async function begin(fields: Readonly<Record<string, unknown>>, classes = 8) {
  const overrides = Object.entries(fields).map(([path, value]): Override => ({ path, value }));
  const { config } = await loadConfig("motion_small", overrides);
  const networks = createNetworks(config, METHODS.actnetformer, classes);
  const state = await firstState(networks, createOptimizers(networks, config.optimizer), config);
  return { networks, state };
}

Deno.test("firstState() begins with the weights of files, embeddings resized", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const path = (name: string) => join(folder, `${name}.safetensors`);
    const other = await begin({ seed: 5 });
    await saveWeights(path("primary"), other.networks.primary, other.state.primary);
    await saveWeights(path("auxiliary"), other.networks.auxiliary!, other.state.auxiliary!);
    const { state } = await begin({
      "weights.primary": path("primary"),
      "weights.auxiliary": path("auxiliary"),
      "clip.size": 40,
      "clip.auxiliary.frames": 4,
      "optimizer.emaDecay": 0.9,
    });
    const name = "blocks.0.conv.weight";
    const values = (one: tf.Tensor | undefined) => one!.dataSync();
    const first = other.state.primary.parameters[name];
    assert.deepEqual(values(state.primary.parameters[name]), values(first));
    assert.deepEqual(values(state.primary.ema![name]), values(first));
    const { pos_embed: places, time_embed: times } = state.auxiliary!.parameters;
    assert.deepEqual([places!.shape[1], times!.shape[1]], [1 + 25, 4]);
    const head = other.state.auxiliary!.parameters["head.weight"];
    assert.deepEqual(values(state.auxiliary!.parameters["head.weight"]), values(head));
    disposeTree([other.state, state] as unknown as TensorTree);
    assertNoLeaks();
  }));

Deno.test("firstState() refuses weights of other classes and networks, and broken files", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const path = join(folder, "weights.safetensors");
    const other = await begin({});
    await saveWeights(path, other.networks.auxiliary!, other.state.auxiliary!);
    await assert.rejects(begin({ "weights.auxiliary": path }, 5), (error) => {
      assert.ok(error instanceof WeightsError);
      assert.deepEqual(error.problems, [
        "other classes: head.weight [8,64] is for 8, the model for 5",
        "other classes: head.bias [8] is for 8, the model for 5",
      ]);
      return true;
    });
    await assert.rejects(begin({ "weights.primary": path }), (error) => {
      assert.ok(error instanceof WeightsError && error.message.includes("unexpected: time_embed"));
      return true;
    });
    await Deno.truncate(path, 1000);
    await assert.rejects(begin({ "weights.auxiliary": path }), SafetensorsError);
    disposeTree(other.state as unknown as TensorTree);
    assertNoLeaks();
  }));
