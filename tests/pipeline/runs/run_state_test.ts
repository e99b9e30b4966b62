import assert from "node:assert/strict";
import type { RunPart } from "../../../pipeline/run/run_record.ts";
import { runState } from "../../../pipeline/runs/run_state.ts";

/** State of the last part, whether the run is held, whether it has results, and its state. */
const CASES: readonly (readonly [RunPart["state"] | null, boolean, boolean, string])[] = [
  ["running", true, false, "running"],
  ["running", false, false, "stopped"],
  // Killed after its results were written: --resume says that it is finished.
  ["running", false, true, "finished"],
  ["finished", false, true, "finished"],
  // Held by an evaluation.
  ["finished", true, true, "finished"],
  ["interrupted", false, false, "interrupted"],
  // Interrupted in its test, which was done by an evaluation.
  ["interrupted", false, true, "finished"],
  ["interrupted", true, true, "interrupted"],
  ["failed", false, false, "failed"],
  [null, true, false, "running"],
  [null, false, true, "finished"],
  [null, false, false, "interrupted"],
];

for (const [last, isHeld, hasResults, state] of CASES) {
  const held = isHeld ? "held" : "not held";
  Deno.test(`runState() of a run that was ${last} last, ${held}: ${state}`, () => {
    const record = last === null ? undefined : { parts: [{ state: last } as RunPart] };
    assert.equal(runState({ record, isHeld, hasResults }), state);
  });
}
