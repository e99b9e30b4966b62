import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { chooseMethod } from "../../../pipeline/methods/choose_method.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** A method that looks at clips of gradient and of flow, and has a teacher. */
const METHOD = `export default {
  pipeline() {}, dual: true, unlabeled: true, losses: ["supervised"], teacher: true,
  clips: { auxiliary: "gradient", motion: "flow" },
};`;

const GRADIENT = { frames: 8, stride: 4, modality: "gradient" };
const FLOW = { frames: 8, stride: 4, modality: "flow" };

for (
  const [what, fields, message] of [
    [
      "a clip and an average that are missing, and another modality",
      {},
      /clip\.auxiliary\.modality must be gradient .*: current value is rgb.*clip\.others\.motion must be given .*such as \{"frames":\d+,"stride":\d+,"modality":"flow"\}: current value is none.*optimizer\.emaDecay must be given/s,
    ],
    [
      "a clip that it does not look at",
      {
        "clip.auxiliary": GRADIENT,
        "clip.others": { motion: FLOW, slow: FLOW },
        "optimizer.emaDecay": 0.9,
      },
      /clip\.others\.slow must be omitted, as the method .* does not look at it: it looks at motion$/,
    ],
  ] as const
) {
  Deno.test(`chooseMethod() names ${what}`, () =>
    withFolder(async (folder) => {
      const path = join(folder, "method.ts");
      await Deno.writeTextFile(path, METHOD);
      const overrides = Object.entries({ ...fields, "method.name": path })
        .map(([path, value]) => ({ path, value }));
      const { config } = await loadConfig("motion_small", overrides);
      await assert.rejects(chooseMethod(config), { name: "ConfigError", message });
    }));
}

Deno.test("chooseMethod() refuses further clips for the program's own methods of frames", async () => {
  const override = { path: "clip.others", value: { slow: { frames: 4, stride: 8 } } };
  const { config } = await loadConfig("motion_small", [override]);
  await assert.rejects(chooseMethod(config), {
    message: /clip\.others\.slow must be omitted, .*: it looks at no further clips$/,
  });
});

Deno.test("chooseMethod() refuses steps in parts for a method with a memory", async () => {
  const fields = {
    "method.name": "after-tacl",
    "clip.others": { fine: { frames: 4, stride: 4 } },
    "schedule.accumulate": 2,
  };
  const overrides = Object.entries(fields).map(([path, value]) => ({ path, value }));
  const { config } = await loadConfig("motion_small", overrides);
  await assert.rejects(chooseMethod(config), {
    name: "ConfigError",
    message: "Cannot use the config of this run as schedule.accumulate must be 1 for the method " +
      "after-tacl, which remembers whole steps: current value is 2",
  });
});

Deno.test("chooseMethod() names a weight that the method does not have", async () => {
  const override = { path: "method.weights", value: { pseudoLabl: 3 } };
  const { config } = await loadConfig("motion_small", [override]);
  await assert.rejects(chooseMethod(config), {
    name: "ConfigError",
    message: "Cannot use the config of this run as method.weights.pseudoLabl must be omitted, as " +
      "the method actnetformer has no weight of that name: it has pseudoLabel, contrast; did you " +
      "mean pseudoLabel?",
  });
});

Deno.test("chooseMethod() calls a clip by its place, even if its name is that of a field", () =>
  withFolder(async (folder) => {
    const path = join(folder, "method.ts");
    await Deno.writeTextFile(path, METHOD.replace("motion", "toString"));
    const { config } = await loadConfig("motion_small", [{ path: "method.name", value: path }]);
    await assert.rejects(chooseMethod(config), /clip\.others\.toString must be given/);
  }));

const PHASE = `pipeline() {}, unlabeled: true, losses: ["supervised"]`;

for (
  const [field, message] of [
    [`weights: () => ({ contrast: NaN })`, /its 'weights' must return .*: contrast: .*NaN/],
    [`weights: () => ({ contrast: undefined })`, /'weights' .*: contrast: .*undefined/],
    [`weights: () => undefined`, /'weights' .* does: .*undefined/],
    [`phases: () => []`, /'phases' .* does: /],
    [`phases: () => [{ ${PHASE}, share: "1" }]`, /'phases' .*: 0\.share: .*"1"/],
    [`phases: () => [{ ${PHASE}, share: 1, restartRate: 0 }]`, / 0\.restartRate: /],
    [`phases: () => [{ pipeline() {}, losses: ["a"], share: 1 }]`, / 0\.unlabeled: /],
    [`phases: () => [{ pipeline() {}, unlabeled: true, share: 1 }]`, / 0\.losses: /],
  ] as const
) {
  Deno.test(`chooseMethod() refuses a method with ${field}`, () =>
    withFolder(async (folder) => {
      const path = join(folder, "method.ts");
      const source = `export default { ${PHASE}, dual: true, ${field} };`;
      await Deno.writeTextFile(path, source);
      const { config } = await loadConfig("motion_small", [{ path: "method.name", value: path }]);
      await assert.rejects(chooseMethod(config), { name: "Error", message });
    }));
}
