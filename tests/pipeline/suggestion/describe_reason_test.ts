import assert from "node:assert/strict";
import { describeAnswers } from "../../../pipeline/suggestion/describe_answers.ts";
import { describeReason } from "../../../pipeline/suggestion/describe_reason.ts";
import { suggestionOf } from "./_suggestions.ts";

for (
  const [reason, suggestion] of [
    [
      "the networks disagree",
      suggestionOf("a", { primary: ["run", 0.9], auxiliary: ["walk", 0.9] }),
    ],
    [
      "the networks are unsure, and disagree",
      suggestionOf("a", { primary: ["run", 0.4], auxiliary: ["walk", 0.9] }),
    ],
    [
      "both networks are unsure",
      suggestionOf("a", { primary: ["run", 0.4], auxiliary: ["run", 0.3] }),
    ],
    ["the network is unsure", suggestionOf("a", { primary: ["run", 0.4] })],
    [
      "both networks are rather sure, but no video among these is like it",
      suggestionOf("a", { primary: ["run", 0.99], auxiliary: ["run", 0.98] }),
    ],
  ] as const
) {
  Deno.test(`describeReason() says: ${reason}`, () => {
    assert.equal(describeReason(suggestion), reason);
  });
}

Deno.test("describeAnswers() names each network's class", () => {
  const suggestion = suggestionOf("a", { primary: ["run", 0.614], auxiliary: ["walk", 0.4] });
  assert.equal(describeAnswers(suggestion), "primary run 61 %, auxiliary walk 40 %");
});
