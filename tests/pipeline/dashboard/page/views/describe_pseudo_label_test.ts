import assert from "node:assert/strict";
import { describePseudoLabels } from "../../../../../pipeline/dashboard/page/views/describe_pseudo_label.ts";

const PASSED = { class: "nod", confidence: 0.95, passed: true };
const HELD = { class: "zoom", confidence: 0.4, passed: false };

Deno.test("describePseudoLabels() names who gives a label to whom, with two networks", () => {
  const labels = { pseudoLabels: { primary: PASSED, auxiliary: HELD }, label: "nod" };
  assert.deepEqual(describePseudoLabels(labels), [
    {
      answer: "auxiliary says nod, 95 % sure",
      verdict: "passed: primary learns from it",
      passed: true,
      isRight: true,
    },
    {
      answer: "primary says zoom, 40 % sure",
      verdict: "held back by the gate",
      passed: false,
      isRight: false,
    },
  ]);
});

Deno.test("describePseudoLabels() of one network, which labels for itself", () => {
  assert.deepEqual(describePseudoLabels({ pseudoLabels: { primary: PASSED }, label: null }), [
    {
      answer: "primary says nod, 95 % sure",
      verdict: "passed: the network learns from it",
      passed: true,
      isRight: null,
    },
  ]);
});

Deno.test("describePseudoLabels() has none for labeled clips", () => {
  assert.deepEqual(describePseudoLabels({ label: "nod" }), []);
});
