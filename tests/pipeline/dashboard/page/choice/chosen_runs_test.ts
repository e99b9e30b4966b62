import assert from "node:assert/strict";
import {
  keepKnownRuns,
  openRun,
  readChosenRuns,
  toggleRun,
  writeChosenRuns,
} from "../../../../../pipeline/dashboard/page/choice/chosen_runs.ts";

const NONE = { shown: [], current: null };

for (
  const chosen of [NONE, { shown: ["a"], current: "a" }, { shown: ["b", "a&="], current: "b" }]
) {
  Deno.test(`readChosenRuns() reads what writeChosenRuns() wrote: ${JSON.stringify(chosen)}`, () => {
    assert.deepEqual(readChosenRuns(writeChosenRuns(chosen)), chosen);
  });
}

Deno.test("toggleRun() shows and hides curves, but not those of the current run", () => {
  const both = toggleRun({ shown: ["a"], current: "a" }, "b");
  assert.deepEqual(both, { shown: ["a", "b"], current: "a" });
  assert.deepEqual(toggleRun(both, "b"), { shown: ["a"], current: "a" });
  assert.deepEqual(toggleRun(both, "a"), both);
  assert.deepEqual(toggleRun(NONE, "a"), { shown: ["a"], current: "a" });
});

Deno.test("openRun() takes the position of a run that was alone, and joins several", () => {
  assert.deepEqual(openRun({ shown: ["a"], current: "a" }, "b"), { shown: ["b"], current: "b" });
  const both = { shown: ["a", "b"], current: "a" };
  assert.deepEqual(openRun(both, "b"), { shown: ["a", "b"], current: "b" });
  assert.deepEqual(openRun(both, "c"), { shown: ["a", "b", "c"], current: "c" });
});

Deno.test("keepKnownRuns() leaves out removed runs, and finds the run under way", () => {
  const runs = [{ key: "new", state: "finished" }, { key: "old", state: "running" }];
  const current = { shown: ["old"], current: "old" };
  assert.deepEqual(keepKnownRuns(NONE, runs), current);
  assert.deepEqual(keepKnownRuns({ shown: ["gone", "new"], current: "gone" }, runs), {
    shown: ["new"],
    current: "new",
  });
  assert.deepEqual(keepKnownRuns({ shown: ["gone"], current: "gone" }, runs), current);
  assert.deepEqual(keepKnownRuns(NONE, [{ key: "new", state: "failed" }]).current, "new");
  assert.deepEqual(keepKnownRuns({ shown: ["gone"], current: "gone" }, []), NONE);
});
