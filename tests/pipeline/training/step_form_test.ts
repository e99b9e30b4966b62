import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import { stepForm } from "../../../pipeline/training/step_form.ts";
import "../../_tensorflow.ts";

Deno.test.each<["fixmatch" | "actnetformer", string[]]>([
  ["fixmatch", ["primary"]],
  ["actnetformer", ["primary", "auxiliary"]],
])("stepForm() has the clips that %s looks at", async (name, clips) => {
  const { config } = await loadConfig("motion_small");
  const network = { parameters: {}, momentum: {}, statistics: {} };
  const { batch: { labeled, weak, strong } } = stepForm(config, {
    state: { primary: network, auxiliary: network },
    order: { labeledPerBatch: 4, ratio: 5 },
    method: METHODS[name],
  });
  for (const view of [labeled, weak!, strong!]) assert.deepEqual(Object.keys(view), clips);
});
