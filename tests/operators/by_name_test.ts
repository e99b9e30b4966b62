import assert from "node:assert/strict";
import { mapByName } from "../../operators/mod.ts";

Deno.test("mapByName() keeps the names and their order", () => {
  const values = { primary: 1, slow: 2, flow: 3 };
  const mapped = mapByName(values, (value, name) => `${name} ${value}`);
  assert.deepEqual(Object.entries(mapped), [
    ["primary", "primary 1"],
    ["slow", "slow 2"],
    ["flow", "flow 3"],
  ]);
});
