import assert from "node:assert/strict";
import fc from "fast-check";
import { partOf } from "../../../datasets/folders/_part_of.ts";

const WORDS = {
  train: ["train", "training", "trainval", "labeled", "train labeled", "labeled train"],
  test: ["test", "testing", "tests", "eval", "evaluation", "hold out"],
  val: ["val", "valid", "validate", "validation", "dev"],
  unlabeled: ["unlabeled", "unsup", "unsupervised", "no label", "train unlabeled", "no labels"],
} as const;

Deno.test("partOf() knows parts in any case, with any separator, filler and number", () => {
  const word = fc.constantFrom(
    ...Object.entries(WORDS).flatMap(([part, words]) => words.map((text) => ({ part, text }))),
  );
  const filler = fc.constantFrom("", "set", "data", "videos", "split", "clips");
  const separator = fc.constantFrom("", " ", "_", "-", ".");
  const upper = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.replace(/\b./g, (first) => first.toUpperCase()),
  );
  const number = fc.constantFrom("", "1", "256");
  fc.assert(fc.property(
    fc.tuple(word, filler, separator, upper, number, fc.boolean()),
    ([{ part, text }, fill, between, spell, digits, isBefore]) => {
      const words = isBefore ? [fill, text] : [text, fill, digits];
      const name = words.filter((written) => written !== "").join(between)
        .replaceAll(" ", between);
      assert.equal(partOf(spell(name)), part, name);
    },
  ));
});

Deno.test("partOf() knows British spelling", () => {
  assert.equal(partOf(`Label${"l"}ed`), "train");
  assert.equal(partOf(`un-label${"l"}ed_videos`), "unlabeled");
});

Deno.test("partOf() takes other names as they are", () => {
  const names =
    "run walk training_dog train_ride testing_water evaluating contest strain set data " +
    "videos split 1 a v1 split1 UCF-101 valley device sette datate test_person labels annotations unpacking";
  assert.deepEqual(names.split(" ").filter((name) => partOf(name) !== null), []);
});
