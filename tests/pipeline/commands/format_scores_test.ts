import assert from "node:assert/strict";
import { formatScores } from "../../../pipeline/commands/format_scores.ts";
import { ConfusionCounts } from "../../../pipeline/evaluation/confusion_counts.ts";

Deno.test("formatScores() shows a row for each class, and top-5 only for more than five classes", () => {
  const few = new ConfusionCounts(2);
  few.add(0, [0.9, 0.1]);
  const table = formatScores(["rise", "fall"], { primary: few.scores, both: few.scores });
  assert.deepEqual(table.split("\n"), [
    "1 test videos  primary   both",
    "-------------  -------  -----",
    "top-1 %          100.0  100.0",
    "rise             100.0  100.0",
    "fall                 -      -",
  ]);
  const many = new ConfusionCounts(6);
  many.add(5, [0, 0, 0, 0, 0, 1]);
  assert.ok(formatScores([..."abcdef"], { primary: many.scores }).includes("top-5 %"));
});
