import assert from "node:assert/strict";
import { classScores } from "../../../../../pipeline/dashboard/page/evaluation/class_scores.ts";
import { confusionCell } from "../../../../../pipeline/dashboard/page/evaluation/confusion_cell.ts";
import { describeCell } from "../../../../../pipeline/dashboard/page/evaluation/describe_cell.ts";

const CLASSES = ["run", "walk", "jump"];
const CONFUSION = [[3, 1, 0], [2, 1, 3], [0, 0, 0]];

Deno.test("classScores() lists the worst class first, with its most frequent mistake", () => {
  const scores = classScores({ confusion: CONFUSION }, CLASSES);
  assert.deepEqual(scores.map(({ name, mistake }) => [name, mistake?.answer, mistake?.count]), [
    ["walk", 2, 3],
    ["run", 1, 1],
  ]);
  assert.equal(classScores({ confusion: [[2]] }, ["run"])[0]?.mistake, null);
});

Deno.test("describeCell() says what a cell counts", () => {
  const text = (label: number, answer: number) =>
    describeCell(confusionCell(CONFUSION, label, { answer }), CLASSES);
  assert.equal(text(0, 0), "run recognized: 3 of 4 videos (75 %)");
  assert.equal(text(1, 2), "walk taken for jump: 3 of 6 videos (50 %)");
  assert.equal(text(2, 0), "jump has no test video");
});
