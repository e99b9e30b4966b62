import assert from "node:assert/strict";
import { describeClassDifference } from "../../../pipeline/run/describe_class_difference.ts";

Deno.test("describeClassDifference() describes lists from their first difference on", () => {
  const start = "the classes from number";
  assert.equal(describeClassDifference(["a", "b"], ["a", "b"]), undefined);
  assert.equal(
    describeClassDifference(["a", "b", "c"], ["a", "x", "c"]),
    `${start} 2 on were 'b', 'c', are 'x', 'c'`,
  );
  assert.equal(describeClassDifference(["a"], ["a", "b"]), `${start} 2 on were none, are 'b'`);
});

Deno.test("describeClassDifference() shows the first four names of many", () => {
  const difference = describeClassDifference([..."abcde"], [..."fghij"]);
  const shown = "were 'a', 'b', 'c', 'd', …, are 'f', 'g', 'h', 'i', …";
  assert.equal(difference, `the classes from number 1 on ${shown}`);
});
