import assert from "node:assert/strict";
import { classRows } from "../../../pipeline/report/class_rows.ts";
import { findMistakes } from "../../../pipeline/report/find_mistakes.ts";

function answered(video: string, label: string, best: string, probability: number) {
  return { video, label, answers: { both: [{ class: best, probability }] } };
}

Deno.test("findMistakes() returns the surest wrong answers, the surest first", () => {
  const predictions = [
    answered("1", "a", "a", 0.99),
    answered("2", "a", "b", 0.5),
    answered("3", "b", "a", 0.8),
    answered("4", "b", "c", 0.7),
  ];
  const mistakes = findMistakes(predictions, "both", 2);
  assert.deepEqual(mistakes.map(({ video }) => video), ["3", "4"]);
  assert.deepEqual(mistakes[0]?.wrong, { class: "a", probability: 0.8 });
  assert.deepEqual(findMistakes(predictions, "primary", 2), []);
});

Deno.test("classRows() has the worst class first, and none without videos", () => {
  const scores = {
    videos: 7,
    top1: 4 / 7,
    top5: 1,
    perClass: [0.75, NaN, 1 / 3],
    confusion: [[3, 1, 0], [0, 0, 0], [2, 0, 1]],
  };
  assert.deepEqual(classRows(scores, ["a", "b", "c"]), [
    { name: "c", videos: 3, right: 1, mistakenFor: { name: "a", videos: 2 } },
    { name: "a", videos: 4, right: 3, mistakenFor: { name: "b", videos: 1 } },
  ]);
});
