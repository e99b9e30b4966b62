import assert from "node:assert/strict";
import { MODEL_NAMES, NAMED_CONFIGS } from "../../../models/networks/named_configs.ts";
import { misfitOf } from "../../../pipeline/config/models.ts";
import { completeModel } from "../../../pipeline/networks/complete_model.ts";

Deno.test("misfitOf() accepts published networks; a transformer only if its patches divide the clip, SlowFast only if its ratio divides the frames", () => {
  for (const name of MODEL_NAMES) {
    assert.equal(misfitOf(name, { size: 224, frames: 8 }), undefined);
    const odd = misfitOf(name, { size: 100, frames: 8 });
    assert.equal(odd !== undefined, name.startsWith("timesformer"), name);
    const short = misfitOf(name, { size: 224, frames: 6 });
    assert.equal(short !== undefined, name.startsWith("slowfast"), name);
  }
});

Deno.test("completeModel() completes each published network", () => {
  for (const name of MODEL_NAMES) {
    const surroundings = { classes: 5, size: 112, frames: 4 };
    const model = completeModel(name, surroundings);
    const expected = model.kind === "timesformer" ? surroundings : { classes: 5 };
    assert.deepEqual(model, { ...NAMED_CONFIGS[name], ...expected });
  }
});
