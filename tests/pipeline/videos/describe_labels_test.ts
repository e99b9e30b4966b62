import assert from "node:assert/strict";
import { describeLabels } from "../../../pipeline/videos/describe_labels.ts";

/** Videos with the given labels. */
function videosOf(labels: readonly (number | null)[]) {
  return labels.map((label, index) => ({ id: String(index), path: String(index), label }));
}

Deno.test("describeLabels() counts the labels of each class, and the videos without", () => {
  const classes = ["fight", "normal"];
  const labeled = videosOf([0, 0, 1]);
  assert.equal(
    describeLabels({ classes, labeled, unlabeled: videosOf([null, null]) }),
    "Labels: fight 2, normal 1; 2 videos without",
  );
  assert.equal(
    describeLabels({ classes, labeled, unlabeled: [] }),
    "Labels: fight 2, normal 1; no videos without",
  );
});

Deno.test("describeLabels() says that labels are hidden", () => {
  assert.equal(
    describeLabels({ classes: ["a"], labeled: videosOf([0]), unlabeled: videosOf([0, 0, null]) }),
    "Labels: a 1; 3 videos without, of which 2 have a label that is hidden",
  );
  assert.equal(
    describeLabels({ classes: ["a"], labeled: videosOf([0]), unlabeled: videosOf([0, 0]) }),
    "Labels: a 1; 2 videos without, as their labels are hidden",
  );
});

Deno.test("describeLabels() names of many classes only the extremes", () => {
  const classes = Array.from({ length: 12 }, (_, index) => `class ${index}`);
  const equal = videosOf(classes.map((_, label) => label));
  assert.equal(
    describeLabels({ classes, labeled: equal, unlabeled: videosOf([null]) }),
    "Labels: 1 in each of 12 classes; 1 video without",
  );
  assert.equal(
    describeLabels({ classes, labeled: [...equal, ...videosOf([7])], unlabeled: [] }),
    "Labels: 1 (class 0) to 2 (class 7) in each of 12 classes; no videos without",
  );
});
