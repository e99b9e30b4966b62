import assert from "node:assert/strict";
import { classAgreement } from "../../../pipeline/embedding/class_agreement.ts";

Deno.test("classAgreement() counts neighbors of the own class, and names the other most often", () => {
  const neighbors = [[1, 2], [0, 2], [3, 0], [2, 1]];
  const { share, chance, classes } = classAgreement(neighbors, ["a", "a", "b", "b"]);
  assert.equal(share, 0.5);
  assert.equal(chance, 1 / 3);
  assert.deepEqual(classes, [
    { name: "a", videos: 2, share: 0.5, nextTo: { name: "b", share: 0.5 } },
    { name: "b", videos: 2, share: 0.5, nextTo: { name: "a", share: 0.5 } },
  ]);
});

Deno.test("classAgreement() of classes that are apart, and of a class of one video", () => {
  const neighbors = [[1], [0], [0]];
  const { share, chance, classes } = classAgreement(neighbors, ["a", "a", "b"]);
  assert.deepEqual(classes, [
    { name: "a", videos: 2, share: 1, nextTo: undefined },
    { name: "b", videos: 1, share: 0, nextTo: { name: "a", share: 1 } },
  ]);
  assert.equal(share, 2 / 3);
  assert.equal(chance, 1 / 3);
});
