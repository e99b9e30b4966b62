import assert from "node:assert/strict";
import { hostValues, startEma } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { initialState, PRIMARY } from "../_networks.ts";
import { tidyTest } from "../_tensors.ts";

tidyTest("startEma() copies weights and statistics, and keeps the rest of the state", () => {
  const state = initialState(PRIMARY);
  const { ema, ...others } = startEma(state);
  assert.deepEqual(hostValues(ema), hostValues({ ...state.parameters, ...state.statistics }));
  assert.deepEqual(others, state);
});

tidyTest("startEma() gives the averages memory of their own", () => {
  const weight = tf.scalar(3);
  const { ema } = startEma({ parameters: { weight }, statistics: {}, momentum: {} });
  weight.dispose();
  assert.equal(ema!["weight"]!.dataSync()[0], 3);
});
