import assert from "node:assert/strict";
import { caseConfig, type Size, SIZES } from "../../../bench/methods/case_config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { chooseMethod } from "../../../pipeline/methods/choose_method.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";

for (const name of Object.keys(METHODS) as (keyof typeof METHODS)[]) {
  Deno.test(`caseConfig() gives ${name} all that it needs, at each size`, async () => {
    const method = METHODS[name];
    for (const size of Object.keys(SIZES) as Size[]) {
      const config = await caseConfig(name, size);
      const { frozen = [] } = method;
      // Nobody trains a frozen network: the bench starts it from random weights.
      const weights = Object.fromEntries(frozen.map((network) => [network, "some.safetensors"]));
      assert.equal(await chooseMethod({ ...config, weights }), method);
      createNetworks(config, { ...method, classes: 8 });
    }
  });
}
