import assert from "node:assert/strict";
import { NoUnlabeledError } from "../../../pipeline/videos/no_unlabeled_error.ts";

const CASES: readonly [what: string, labels: readonly number[], advice: RegExp][] = [
  ["many labels", [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], /--labels-per-class 5 /],
  ["few labels", [0, 0, 0, 1, 1, 1, 1], /--labels-per-class 2 /],
  ["one label in a class", [0, 1, 1], /--labels-per-class 1 /],
];

for (const [what, labels, advice] of CASES) {
  Deno.test(`NoUnlabeledError advises a number that hides some of ${what}`, () => {
    const videos = labels.map((label, index) => ({ id: `${index}`, path: `${index}`, label }));
    const message = new NoUnlabeledError("fixmatch", videos).message;
    assert.match(message, /^Cannot train by fixmatch as it must have unlabeled videos: /);
    assert.match(message, /--method supervised .*\n.*--unlabeled FOLDER /);
    assert.match(message, advice);
  });
}

Deno.test("NoUnlabeledError does not advise to hide the only label of each class", () => {
  const videos = [0, 1].map((label) => ({ id: `${label}`, path: `${label}`, label }));
  assert.doesNotMatch(new NoUnlabeledError("cmpl", videos).message, /labels-per-class/);
});
