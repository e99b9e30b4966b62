import assert from "node:assert/strict";
import {
  createModel,
  loadWeights,
  type ModelState,
  NAMED_CONFIGS,
  openWeights,
  recognizeNetwork,
  saveWeights,
  withProjection,
} from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";
import { withFolder } from "../../_temporary_folder.ts";

const BODY = createModel({ ...NAMED_CONFIGS.r3d_18, classes: 3, width: 4, depths: [1, 1, 1, 1] });

const NORMALIZED = { layers: [6, 5, 4], normalized: true };
const PLAIN = { layers: [6, 4], normalized: false };

/** Metadata of this program's files. */
const OWN = { actnetformer: "1" };

/** The values of a state, by name. */
function valuesOf({ parameters, statistics }: ModelState): Record<string, unknown> {
  const entries = Object.entries({ ...parameters, ...statistics });
  return Object.fromEntries(entries.map(([name, tensor]) => [name, tensor.dataSync().slice()]));
}

Deno.test("a saved network with a projection head loads again, with or without the head", () =>
  withFolder(async (folder) => {
    const assertNoLeaks = watchTensors();
    const model = withProjection(BODY, NORMALIZED);
    const state = model.initialize(1);
    const path = `${folder}/weights.safetensors`;
    await saveWeights(path, model, state, OWN);
    const { report, ...loaded } = await loadWeights(path, model);
    assert.deepEqual(valuesOf(loaded), valuesOf(state));
    assert.deepEqual([report.fresh, report.ignored], [[], []]);

    const { report: without, ...bare } = await loadWeights(path, BODY);
    assert.deepEqual(Object.keys(bare.parameters), BODY.parameters.map(({ name }) => name));
    assert.equal(without.ignored.length, 13);
    assert.match(without.summary, /left out 13 tensors .*\(contrast_head\.0\.weight/);
    tf.dispose(
      [state, loaded, bare].map(({ parameters, statistics }) => ({ parameters, statistics })),
    );
    assertNoLeaks();
  }));

Deno.test("recognizeNetwork() finds the network behind a projection head", () =>
  withFolder(async (folder) => {
    const model = withProjection(createModel({ ...NAMED_CONFIGS.slow_r18, width: 4 }), PLAIN);
    const state = model.initialize(1);
    const path = `${folder}/weights.safetensors`;
    await saveWeights(path, model, state, OWN);
    using file = await openWeights(path);
    assert.equal((await recognizeNetwork(file)).title, "Slow R18 (width 4)");
    tf.dispose({ ...state });
  }));

Deno.test.each(
  [["plain", PLAIN, 4], ["normalized", NORMALIZED, 7 + 6]] as const,
)(
  "a %s projection head starts new from a file that has none",
  (_, config, count) =>
    withFolder(async (folder) => {
      const assertNoLeaks = watchTensors();
      const model = withProjection(BODY, config);
      const state = BODY.initialize(1);
      const path = `${folder}/weights.safetensors`;
      await saveWeights(path, BODY, state, OWN);
      const options = { classNames: ["a", "b", "c"], seed: 5 };
      const { report, ...loaded } = await loadWeights(path, model, options);
      assert.ok(report.freshClassifier);
      assert.equal(report.fresh.length, 2 + count);
      assert.match(report.summary, /the projection head starts new, as the file has none/);
      const start = model.initialize(5);
      const isNew = (name: string) => report.fresh.includes(name);
      const [values, fresh, saved] = [loaded, start, state].map(valuesOf);
      for (const [name, value] of Object.entries(values!)) {
        assert.deepEqual(value, (isNew(name) ? fresh : saved)![name], name);
      }
      assert.deepEqual(Object.keys(loaded.statistics), model.statistics.map(({ name }) => name));
      tf.dispose([state, start, loaded].map((tensors) => ({ ...tensors })));
      assertNoLeaks();
    }),
);

Deno.test("loadWeights() refuses another projection head", () =>
  withFolder(async (folder) => {
    const saved = withProjection(BODY, NORMALIZED);
    const state = saved.initialize(1);
    const path = `${folder}/weights.safetensors`;
    await saveWeights(path, saved, state, OWN);
    const wider = withProjection(BODY, { layers: [7, 5, 4], normalized: true });
    await assert.rejects(
      loadWeights(path, wider),
      /contrast_head\.0\.weight is \[6,32\], must be \[7,32\]/,
    );
    const shorter = withProjection(BODY, { layers: [6, 5], normalized: true });
    await assert.rejects(loadWeights(path, shorter), /contrast_head\.6\.weight/);
    tf.dispose({ ...state });
  }));
