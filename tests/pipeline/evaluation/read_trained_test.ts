import assert from "node:assert/strict";
import { NAMED_PROJECTIONS } from "../../../models/mod.ts";
import {
  hostValues,
  mapNetworks,
  type PerNetwork,
  startEma,
  type TrainingState,
} from "../../../operators/mod.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { openCheckpoint } from "../../../pipeline/run/open_checkpoint.ts";
import { readState } from "../../../pipeline/run/read_state.ts";
import { saveCheckpoint } from "../../../pipeline/run/save_checkpoint.ts";
import { stateToWrite } from "../../../pipeline/run/state_to_write.ts";
import { readTrained } from "../../../pipeline/evaluation/read_trained.ts";
import { createOptimizers } from "../../../pipeline/training/create_optimizers.ts";
import { initialState } from "../../../pipeline/training/initial_state.ts";
import { disposeTree } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { CLASSES, config, stateAt } from "../run/_checkpoints.ts";

const { ltg, plain } = NAMED_PROJECTIONS;
const OPTIONS = {
  dual: true,
  classes: CLASSES.length,
  projection: { primary: ltg, auxiliary: plain },
};

/** Names of all tensors of a state. */
function namesOf(state: TrainingState): PerNetwork<string[]> {
  return mapNetworks(
    state,
    (parts) => Object.values(parts).flatMap((tensors) => Object.keys(tensors)),
  );
}

Deno.test("readTrained() leaves projection heads out, which a resumed run reads again", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const networks = createNetworks(config, OPTIONS);
    const optimizers = createOptimizers(networks, config.optimizer);
    const state = mapNetworks(initialState({ networks, optimizers }, 3), startEma);
    const path = await saveCheckpoint(folder, {
      state: stateAt(7),
      tensors: stateToWrite(networks, state),
    });
    using checkpoint = await openCheckpoint(path);

    const trained = await readTrained(config, checkpoint);
    const bare = createNetworks(config, { ...OPTIONS, projection: undefined });
    for (const network of ["primary", "auxiliary"] as const) {
      const names = bare[network]!.parameters.map(({ name }) => name);
      assert.deepEqual(Object.keys(trained.state[network]!.parameters), names);
      const [first] = names;
      assert.deepEqual(
        trained.state[network]!.parameters[first!]!.dataSync(),
        state[network]!.parameters[first!]!.dataSync(),
      );
    }

    const resumed = await readState(networks, checkpoint);
    assert.deepEqual(namesOf(resumed), namesOf(state));
    assert.deepEqual(
      resumed.primary.ema!["contrast_head.7.running_var"]!.dataSync(),
      state.primary.ema!["contrast_head.7.running_var"]!.dataSync(),
    );
    await assert.rejects(
      readState(bare, checkpoint),
      /primary\/parameters\/contrast_head\.0\.weight is unknown/,
    );
    disposeTree([state, trained.state, resumed]);
    assertNoLeaks();
  }));

Deno.test("readTrained() leaves out what a method remembers, which a resumed run reads again", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const networks = createNetworks(config, { dual: false, classes: CLASSES.length });
    const optimizers = createOptimizers(networks, config.optimizer);
    const memory = {
      bank: { shape: [2, 3], dtype: "float32", fill: 0.5 },
      selected: { shape: [4], dtype: "int32", fill: -1 },
    } as const;
    const state = initialState({ networks, optimizers, memory }, 3);
    const path = await saveCheckpoint(folder, {
      state: stateAt(7),
      tensors: stateToWrite(networks, state),
    });
    using checkpoint = await openCheckpoint(path);

    const trained = await readTrained(config, checkpoint);
    assert.deepEqual(Object.keys(trained.state), ["primary"]);
    const resumed = await readState(networks, checkpoint, { memory });
    assert.deepEqual(hostValues(resumed.memory!), {
      bank: new Float32Array(6).fill(0.5),
      selected: new Int32Array(4).fill(-1),
    });
    await assert.rejects(readState(networks, checkpoint), /memory\/bank is unknown/);
    const other = { ...memory, selected: { ...memory.selected, dtype: "float32" } } as const;
    await assert.rejects(
      readState(networks, checkpoint, { memory: other }),
      /memory\/selected is I32, not F32/,
    );
    disposeTree([state, trained.state, resumed]);
    assertNoLeaks();
  }));
