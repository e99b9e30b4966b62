import assert from "node:assert/strict";
import { divideLabeled } from "../../../datasets/mod.ts";

Deno.test("divideLabeled() hides the labels of the videos that are not chosen", () => {
  const train = [
    { id: "3", path: "3", label: null },
    { id: "2", path: "2", label: 1 },
    { id: "1", path: "1", label: 0 },
  ];
  const { labeled, unlabeled, hiddenLabels, hash } = divideLabeled(train, new Set(["1", "3"]));
  assert.deepEqual(labeled, [{ id: "1", path: "1", label: 0 }]);
  assert.deepEqual(unlabeled.map(({ id, label }) => [id, label]), [["2", null], ["3", null]]);
  assert.deepEqual([...hiddenLabels], [["2", 1]]);
  assert.equal(divideLabeled(train.toReversed(), new Set(["1"])).hash, hash);
  assert.notEqual(divideLabeled(train, new Set(["2"])).hash, hash);
});
