import assert from "node:assert/strict";
import {
  describeState,
  stateWord,
} from "../../../../../pipeline/dashboard/page/runs/describe_state.ts";
import { runOf } from "../_fixtures.ts";

for (
  const [changes, text] of [
    [{ state: "running", steps: 0 }, /^Prepares its first step$/],
    [{ state: "running" }, /^$/],
    [{ state: "finished" }, /^Finished$/],
    [{ state: "failed", problem: "no ffmpeg" }, /^Failed: no ffmpeg$/],
    [{ state: "interrupted" }, /^Interrupted; deno task train --resume/],
    [{ state: "stopped" }, /^Ended from outside.*--resume/],
    [{ state: "stopped", problem: "Cannot read it" }, /^Cannot read it$/],
  ] as const
) {
  Deno.test(`describeState() of ${JSON.stringify(changes)}`, () => {
    assert.match(describeState(runOf("a", changes)), text);
  });
}

Deno.test("stateWord() does not say of a run whose files cannot be read that it was stopped", () => {
  assert.equal(stateWord({ state: "stopped", problem: null }), "stopped");
  assert.equal(stateWord({ state: "stopped", problem: "Cannot read it" }), "unreadable");
  assert.equal(stateWord({ state: "failed", problem: "no ffmpeg" }), "failed");
});
