import assert from "node:assert/strict";
import { describeState } from "../../../../../pipeline/dashboard/page/runs/describe_state.ts";
import { runOf } from "../_fixtures.ts";

for (
  const [changes, text] of [
    [{ state: "running", steps: 0 }, /^Prepares its first step$/],
    [{ state: "running" }, /^$/],
    [{ state: "finished" }, /^Finished$/],
    [{ state: "failed", problem: "no ffmpeg" }, /^Failed: no ffmpeg$/],
    [{ state: "interrupted" }, /^Interrupted; deno task train --resume/],
    [{ state: "stopped" }, /^Ended from outside.*--resume/],
  ] as const
) {
  Deno.test(`describeState() of ${JSON.stringify(changes)}`, () => {
    assert.match(describeState(runOf("a", changes)), text);
  });
}
