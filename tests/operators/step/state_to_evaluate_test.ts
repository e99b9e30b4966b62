import assert from "node:assert/strict";
import { startEma, stateToEvaluate } from "../../../operators/mod.ts";
import { initialState, PRIMARY } from "../_networks.ts";
import { tidyTest } from "../_tensors.ts";

tidyTest("stateToEvaluate() returns the current tensors without averages", () => {
  const { momentum: _, ...current } = initialState(PRIMARY);
  assert.deepEqual(stateToEvaluate({ ...current, momentum: {} }), current);
});

tidyTest("stateToEvaluate() returns the averages if there are any", () => {
  const state = startEma(initialState(PRIMARY));
  const { parameters, statistics } = stateToEvaluate(state);
  assert.deepEqual(Object.keys(parameters), Object.keys(state.parameters));
  assert.deepEqual(Object.keys(statistics), Object.keys(state.statistics));
  assert.deepEqual({ ...parameters, ...statistics }, state.ema);
});

tidyTest(
  "stateToEvaluate() refuses averages that miss a name",
  () =>
    void assert.throws(() => stateToEvaluate({ ...initialState(PRIMARY), ema: {} }), {
      name: "ReferenceError",
      message: /Cannot evaluate averages as there must be one of 'blocks\./,
    }),
);
