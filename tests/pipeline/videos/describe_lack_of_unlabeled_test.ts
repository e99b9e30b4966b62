import assert from "node:assert/strict";
import { describeLackOfUnlabeled } from "../../../pipeline/videos/describe_lack_of_unlabeled.ts";

const CASES: readonly [what: string, labels: readonly number[], advice: RegExp][] = [
  ["many labels", [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], /--labels-per-class 5 /],
  ["few labels", [0, 0, 0, 1, 1, 1, 1], /--labels-per-class 2 /],
  ["one label in a class", [0, 1, 1], /--labels-per-class 1 /],
];

for (const [what, labels, advice] of CASES) {
  Deno.test(`describeLackOfUnlabeled() advises a number that hides some of ${what}`, () => {
    const videos = labels.map((label, index) => ({ id: `${index}`, path: `${index}`, label }));
    const message = describeLackOfUnlabeled("fixmatch", videos);
    assert.match(message, /^Cannot train by fixmatch as it must have unlabeled videos: /);
    assert.match(message, /--method supervised .*\n.*--unlabeled FOLDER /);
    assert.match(message, advice);
  });
}

Deno.test("describeLackOfUnlabeled() does not advise to hide the only label of each class", () => {
  const videos = [0, 1].map((label) => ({ id: `${label}`, path: `${label}`, label }));
  assert.doesNotMatch(describeLackOfUnlabeled("cmpl", videos), /labels-per-class/);
});
