import assert from "node:assert/strict";
import { mapNetworks, networksOf } from "../../../operators/mod.ts";

Deno.test("mapNetworks() maps both networks with their names, the primary one first", () => {
  const calls: string[] = [];
  const mapped = mapNetworks({ auxiliary: 2, primary: 1 }, (value, network) => {
    calls.push(network);
    return value * 10;
  });
  assert.deepEqual(mapped, { primary: 10, auxiliary: 20 });
  assert.deepEqual(calls, ["primary", "auxiliary"]);
});

Deno.test("mapNetworks() keeps an absent auxiliary network absent", () =>
  assert.deepEqual(Object.keys(mapNetworks({ primary: 1 }, String)), ["primary"]));

Deno.test("networksOf() lists the networks that are present", () => {
  assert.deepEqual(networksOf({ primary: 0 }), ["primary"]);
  assert.deepEqual(networksOf({ auxiliary: 0, primary: 0 }), ["primary", "auxiliary"]);
});
