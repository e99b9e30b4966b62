import assert from "node:assert/strict";
import { tinyNetworks } from "../../../operators/mod.ts";

Deno.test("tinyNetworks() returns two networks of a few thousand parameters", () => {
  const { primary, auxiliary } = tinyNetworks(10);
  for (const { config, parameters } of [primary, auxiliary]) {
    const count = parameters.reduce(
      (sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1),
      0,
    );
    assert.equal(config.classes, 10);
    assert.ok(count > 500 && count < 10_000, `${count} parameters`);
  }
});
