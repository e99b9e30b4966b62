import assert from "node:assert/strict";
import { modelStateOf } from "../../../operators/mod.ts";
import { initialState, PRIMARY } from "../_networks.ts";
import { tidyTest } from "../_tensors.ts";

tidyTest("modelStateOf() returns the weights and statistics alone", () => {
  const state = initialState(PRIMARY);
  const { parameters, statistics } = state;
  assert.deepEqual(modelStateOf(state), { parameters, statistics });
});
