import assert from "node:assert/strict";
import { requireSameLosses } from "../../../bench/workers/require_same_losses.ts";
import { peerName } from "../../../bench/workers/setups.ts";
import type { SetupResult } from "../../../bench/workers/workers_report.ts";
import { madeRow } from "./_row.ts";

const { setups } = madeRow({ step: () => 2 });

/** The setups, of which PyTorch's two workers have other losses. */
function withLosses(losses: readonly number[]): SetupResult[] {
  return setups.map((setup) => {
    if (setup.name !== peerName("channels_last", 2)) return setup;
    return { ...setup, turns: setup.turns.map((turn) => ({ ...turn, losses })) };
  });
}

Deno.test("requireSameLosses() lets rounding pass", () => {
  requireSameLosses(setups);
  requireSameLosses(withLosses([20.0001, 19.05]));
});

Deno.test("requireSameLosses() names the setups whose losses differ", () => {
  assert.throws(() => requireSameLosses(withLosses([20, 20])), {
    message: "Cannot compare 'two workers' with 'PyTorch channels_last, two workers (DDP, gloo)' " +
      "as the losses of step 1 must be within 0.01: ours is 19, theirs 20",
  });
});
