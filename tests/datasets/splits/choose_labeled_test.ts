import assert from "node:assert/strict";
import fc from "fast-check";
import { chooseLabeled, TooFewLabelsError, type VideoEntry } from "../../../datasets/mod.ts";

const CLASSES = ["jump", "run", "walk"];

/** Videos of the three classes, ten each, and two without a label. */
const TRAIN: VideoEntry[] = [
  ...CLASSES.flatMap((name, label) =>
    Array.from(
      { length: 10 },
      (_, n) => ({ id: `${name}/${n}.avi`, path: `/d/${name}/${n}`, label }),
    )
  ),
  { id: "x.avi", path: "/d/x.avi", label: null },
  { id: "y.avi", path: "/d/y.avi", label: null },
];

const ids = (videos: readonly { id: string }[]) => videos.map(({ id }) => id);

Deno.test("chooseLabeled() keeps the same number of labels in every class and hides the rest", () => {
  const split = chooseLabeled(TRAIN, { classes: CLASSES, labelsPerClass: 3, seed: 1 });
  const counts = CLASSES.map((_, label) => split.labeled.filter((v) => v.label === label).length);
  assert.deepEqual(counts, [3, 3, 3]);
  assert.equal(split.unlabeled.length, 23);
  assert.ok(split.unlabeled.every(({ label }) => label === null));
  assert.equal(split.hiddenLabels.size, 21);
  for (const { id, label } of TRAIN) {
    if (label === null) assert.equal(split.hiddenLabels.get(id), undefined);
    else if (split.hiddenLabels.has(id)) assert.equal(split.hiddenLabels.get(id), label);
  }
  assert.deepEqual(
    [...ids(split.labeled), ...ids(split.unlabeled)].sort(),
    ids(TRAIN).sort(),
  );
  assert.match(split.hash, /^[0-9a-f]{12}$/);
});

Deno.test("chooseLabeled() does not depend on the order of the list", () => {
  const options = { classes: CLASSES, labelsPerClass: 4, seed: 7 };
  const expected = chooseLabeled(TRAIN, options);
  const orders = fc.shuffledSubarray(TRAIN, { minLength: TRAIN.length });
  fc.assert(fc.property(orders, (order) => {
    assert.deepEqual(chooseLabeled(order, options), expected);
  }));
});

Deno.test("chooseLabeled() depends on the seed, and adds to fewer labels to get more", () => {
  const choose = (labelsPerClass: number, seed: number) =>
    chooseLabeled(TRAIN, { classes: CLASSES, labelsPerClass, seed });
  assert.notDeepEqual(ids(choose(3, 1).labeled), ids(choose(3, 2).labeled));
  assert.notEqual(choose(3, 1).hash, choose(3, 2).hash);
  const more = new Set(ids(choose(5, 1).labeled));
  assert.ok(ids(choose(3, 1).labeled).every((id) => more.has(id)));
});

Deno.test("chooseLabeled() always chooses the same videos for a seed", () => {
  const split = chooseLabeled(TRAIN, { classes: CLASSES, labelsPerClass: 1, seed: 0 });
  assert.deepEqual([ids(split.labeled), split.hash], [
    ["jump/5.avi", "run/9.avi", "walk/3.avi"],
    "21118aea0ba2",
  ]);
});

Deno.test("chooseLabeled() names the class with too few videos", () => {
  const few = TRAIN.filter(({ id }) => !/^run\/[3-9]/.test(id));
  assert.throws(
    () => chooseLabeled(few, { classes: CLASSES, labelsPerClass: 5, seed: 0 }),
    new TooFewLabelsError(
      "Cannot keep 5 labels per class as each class must have as many labeled training videos: " +
        "'run' has 3. Without a number (--labels-per-class, data.labelsPerClass) all labels are used",
    ),
  );
  assert.throws(
    () => chooseLabeled(TRAIN, { classes: CLASSES, labelsPerClass: 0, seed: 0 }),
    RangeError,
  );
  assert.throws(
    () => chooseLabeled([], { classes: ["a", "b", "c", "d", "e"], labelsPerClass: 1, seed: 0 }),
    /: 'a' has 0, 'b' has 0, 'c' has 0, 2 more have fewer\. /,
  );
});
