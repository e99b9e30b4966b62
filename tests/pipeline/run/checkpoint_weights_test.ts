import assert from "node:assert/strict";
import { join } from "node:path";
import { recognizeNetwork } from "../../../models/mod.ts";
import type { CheckpointError } from "../../../pipeline/run/checkpoint_error.ts";
import { findWeights } from "../../../pipeline/run/find_weights.ts";
import { openInitialWeights } from "../../../pipeline/run/open_initial_weights.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { runOfWeights } from "../../../pipeline/run/run_of_weights.ts";
import { saveCheckpoint } from "../../../pipeline/run/save_checkpoint.ts";
import { stateToWrite } from "../../../pipeline/run/state_to_write.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { initialState } from "../../../pipeline/training/initial_state.ts";
import { createOptimizers } from "../../../pipeline/training/create_optimizers.ts";
import { mapNetworks, startEma, type TrainingState } from "../../../operators/mod.ts";
import { disposeTree, tf, tidyTree } from "../../../runtime/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { CLASSES, config, stateAt } from "./_checkpoints.ts";
import "../../_tensorflow.ts";

/** A run with a checkpoint of the configured networks after a step. */
async function runWith(
  folder: string,
  { dual = true, averaged = false }: { readonly dual?: boolean; readonly averaged?: boolean } = {},
): Promise<{ readonly run: RunFolder; readonly path: string; readonly first: number }> {
  const run = new RunFolder(join(folder, "runs/one"));
  Deno.mkdirSync(run.checkpoints, { recursive: true });
  await run.writeConfig(config);
  const networks = createNetworks(config, { dual, classes: CLASSES.length });
  const optimizers = createOptimizers(networks, config.optimizer);
  const state = tidyTree((): TrainingState => {
    const fresh = initialState({ networks, optimizers }, 3);
    if (!averaged) return fresh;
    return mapNetworks(mapNetworks(fresh, startEma), ({ ema, ...others }) => ({
      ...others,
      ema: Object.fromEntries(
        Object.entries(ema!).map(([name, tensor]) => [name, tf.mul(tensor, 2)]),
      ),
    }));
  });
  const path = await saveCheckpoint(run.checkpoints, {
    state: stateAt(7),
    tensors: stateToWrite(networks, state),
  });
  const first = state.primary.parameters["blocks.0.conv.weight"]!.dataSync()[0]!;
  disposeTree(state);
  return { run, path, first };
}

function unexpected(error: CheckpointError): never {
  throw error;
}

Deno.test("openInitialWeights() reads the networks of a checkpoint as files of weights", () =>
  withFolder(async (folder) => {
    const { path, first } = await runWith(folder);
    using primary = await openInitialWeights(path, "primary");
    assert.equal((await primary.read("blocks.0.conv.weight"))[0], first);
    const recognized = await recognizeNetwork(primary);
    assert.deepEqual([recognized.source, recognized.classNames], ["ActNetFormer", CLASSES]);
    assert.deepEqual(recognized.clip, { size: 32, frames: 4, stride: 8 });
    assert.deepEqual(recognized.normalization!.std, [0.225, 0.225, 0.225]);
    assert.equal(primary.metadata.run, "one");
    using auxiliary = await openInitialWeights(path, "auxiliary");
    const { config: network } = await recognizeNetwork(auxiliary);
    assert.ok(network.kind === "timesformer" && network.heads === 4);
  }));

Deno.test("openInitialWeights() takes the moving averages of a checkpoint that has them", () =>
  withFolder(async (folder) => {
    const { path, first } = await runWith(folder, { averaged: true });
    using primary = await openInitialWeights(path, "primary");
    assert.equal((await primary.read("blocks.0.conv.weight"))[0], 2 * first);
    assert.ok(primary.tensors.has("blocks.0.norm.running_mean"));
  }));

Deno.test("openInitialWeights() refuses a checkpoint without the network, and a broken one", () =>
  withFolder(async (folder) => {
    const { path } = await runWith(folder, { dual: false });
    await assert.rejects(openInitialWeights(path, "auxiliary"), {
      name: "CheckpointError",
      message: /as it must have the auxiliary network: the run trained none$/,
    });
    const bytes = await Deno.readFile(path);
    bytes[bytes.length - 100]! ^= 1;
    await Deno.writeFile(path, bytes);
    await assert.rejects(
      openInitialWeights(path, "primary"),
      /its checksum must be right: it is not/,
    );
  }));

Deno.test("findWeights() takes the best checkpoint, the last, or what the run left", () =>
  withFolder(async (folder) => {
    const { run, path } = await runWith(folder);
    assert.deepEqual(await findWeights(run, unexpected), { primary: path, auxiliary: path });
    const best = path.replace("step-", "best-");
    await Deno.copyFile(path, best);
    assert.deepEqual(await findWeights(run, unexpected), { primary: best, auxiliary: best });
    await Deno.truncate(best, 100);
    const broken: string[] = [];
    const found = await findWeights(run, ({ message }) => broken.push(message));
    assert.deepEqual([found.primary, broken.length], [path, 1]);
    await Deno.remove(run.checkpoints, { recursive: true });
    await assert.rejects(
      findWeights(run, unexpected),
      /one as it must have a checkpoint: it has none/,
    );
    await Deno.writeTextFile(run.weights("primary"), "weights");
    const primary = run.weights("primary");
    assert.deepEqual(await findWeights(run, unexpected), { primary, auxiliary: undefined });
  }));

Deno.test("findWeights() finds a single network", () =>
  withFolder(async (folder) => {
    const { run, path } = await runWith(folder, { dual: false });
    assert.deepEqual(await findWeights(run, unexpected), { primary: path, auxiliary: undefined });
  }));

Deno.test("runOfWeights() knows the run of its files, and no other", () =>
  withFolder(async (folder) => {
    const { run, path } = await runWith(folder);
    assert.equal(runOfWeights(path)?.name, "one");
    assert.equal(runOfWeights(run.weights("primary"))?.name, "one");
    assert.equal(runOfWeights(join(folder, "weights.pth")), undefined);
    assert.equal(runOfWeights(join(run.path, "else", "weights.pth")), undefined);
  }));
