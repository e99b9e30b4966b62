import assert from "node:assert/strict";
import { describeChanges } from "../../../../../pipeline/dashboard/page/runs/describe_changes.ts";
import { runOf } from "../_fixtures.ts";

Deno.test("describeChanges() names runs whose state has changed, and no others", () => {
  const before = [runOf("a"), runOf("b", { state: "interrupted" }), runOf("c")];
  const after = [
    runOf("new"),
    runOf("a", { state: "finished", steps: 200 }),
    runOf("b"),
    runOf("c", { steps: 130 }),
  ];
  assert.equal(
    describeChanges(before, after),
    "Run run-a, step 200: Finished. Run run-b, step 120: training.",
  );
  assert.equal(describeChanges(after, after), "");
});
