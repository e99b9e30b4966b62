import assert from "node:assert/strict";
import { describeAnswers } from "../../../pipeline/suggestion/describe_answers.ts";
import { describeReason } from "../../../pipeline/suggestion/describe_reason.ts";
import { suggestionOf } from "./_suggestions.ts";

Deno.test("describeReason() names the numbers that a video was chosen by", () => {
  const pair = suggestionOf("a", { primary: ["run", 0.9], auxiliary: ["walk", 0.9] });
  assert.equal(describeReason(pair), "uncertainty 0.90, of which disagreement 0.10");
  assert.equal(describeReason(suggestionOf("a", { primary: ["run", 0.4] })), "uncertainty 0.90");
});

Deno.test("describeAnswers() names each network's class", () => {
  const suggestion = suggestionOf("a", { primary: ["run", 0.614], auxiliary: ["walk", 0.4] });
  assert.equal(describeAnswers(suggestion), "primary run 61 %, auxiliary walk 40 %");
});
