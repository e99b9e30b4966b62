import assert from "node:assert/strict";
import { createModel, decayedBySpec, MODEL_NAMES } from "../../../models/mod.ts";

Deno.test.each(MODEL_NAMES)(
  "decayedBySpec() decays weights of %s, but no bias, norm or embedding",
  (name) => {
    const { parameters } = createModel(name);
    const isDecayed = decayedBySpec(parameters);
    for (const { name, shape } of parameters) {
      const isWeight = name.endsWith(".weight") && shape.length > 1;
      assert.equal(isDecayed(name), isWeight, name);
    }
  },
);

Deno.test("decayedBySpec() does not decay a name without a spec", () => {
  assert.equal(decayedBySpec([])("weight"), false);
});
