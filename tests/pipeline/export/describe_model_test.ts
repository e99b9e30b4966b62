import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { describeModel } from "../../../pipeline/export/describe_model.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";

Deno.test("describeModel() says what an input shows that is not made of frames", async () => {
  const { config } = await loadConfig("motion_small", [
    { path: "clip.auxiliary.modality", value: "gradient" },
  ]);
  const pair = createNetworks(config, { dual: true, classes: 2 });
  const { inputs } = await describeModel(config, {
    answer: "both",
    networks: [
      { role: "primary", model: pair.primary },
      { role: "auxiliary", model: pair.auxiliary! },
    ],
    run: { name: "first", step: 7, checkpoint: "0".repeat(64), videos: "a".repeat(12) },
    classes: ["a", "b"],
  });
  assert.deepEqual(inputs.map((input) => input.modality), [undefined, "gradient"]);
});
