import assert from "node:assert/strict";
import {
  actionOf,
  describeSpeed,
  findClasses,
  hasManyClasses,
  keyOf,
  nextOpen,
  orderClasses,
  type PageVideo,
} from "../../../../pipeline/suggestion/page/labeling.ts";

const VIDEO: PageVideo = {
  name: "a.mp4",
  reason: "uncertainty 0.90",
  frames: 64,
  seconds: 6.4,
  guesses: [{ class: "class 7", probability: 0.5 }, { class: "class 2", probability: 0.3 }],
};

const FEW = ["run", "walk"];
const MANY = Array.from({ length: 12 }, (_, index) => `class ${index}`);

for (
  const [key, action] of [
    ["1", { kind: "answer", answer: { kind: "class", class: "run" } }],
    ["2", { kind: "answer", answer: { kind: "class", class: "walk" } }],
    ["3", undefined],
    ["0", undefined],
    ["n", { kind: "answer", answer: { kind: "none" } }],
    ["N", { kind: "answer", answer: { kind: "none" } }],
    ["s", { kind: "answer", answer: { kind: "skip" } }],
    ["u", { kind: "undo" }],
    [" ", { kind: "play" }],
    ["/", { kind: "search" }],
    ["ArrowLeft", { kind: "back" }],
    ["ArrowRight", { kind: "next" }],
    ["Tab", undefined],
    ["toString", undefined],
  ] as const
) {
  Deno.test(`actionOf() of the key ${JSON.stringify(key)}`, () => {
    assert.deepEqual(actionOf(key, FEW), action);
  });
}

Deno.test("orderClasses() keeps few classes in their order, and begins many with the guesses", () => {
  assert.deepEqual(orderClasses(FEW, VIDEO), FEW);
  const ordered = orderClasses(MANY, VIDEO);
  assert.deepEqual(ordered.slice(0, 4), ["class 7", "class 2", "class 0", "class 1"]);
  assert.deepEqual([...ordered].sort(), [...MANY].sort());
  assert.deepEqual([hasManyClasses(MANY.slice(0, 9)), hasManyClasses(MANY)], [false, true]);
});

Deno.test("keyOf() gives the first nine classes a key", () => {
  assert.deepEqual([0, 8, 9].map(keyOf), ["1", "9", ""]);
});

Deno.test("findClasses() lists classes that begin with a text before those that hold it", () => {
  const classes = ["long jump", "run", "Jump", "high jump"];
  assert.deepEqual(findClasses(" jum", classes), ["Jump", "long jump", "high jump"]);
  assert.deepEqual(findClasses("x", classes), []);
});

Deno.test("nextOpen() finds the next video without an answer, from the start again", () => {
  const skip = { kind: "skip" } as const;
  assert.equal(nextOpen([null, skip, null], 0), 2);
  assert.equal(nextOpen([null, skip, skip], 1), 0);
  assert.equal(nextOpen([skip, skip, null], -1), 2);
  assert.equal(nextOpen([skip, null, skip], 1), 1);
  assert.equal(nextOpen([skip, skip], 1), 1);
  assert.equal(nextOpen([skip, skip], -1), 0);
});

Deno.test("describeSpeed() says when a long video is shown faster", () => {
  assert.equal(describeSpeed(VIDEO, 10), "6.4 s");
  assert.equal(describeSpeed({ ...VIDEO, seconds: 64 }, 10), "64.0 s, shown 10 times as fast");
});
