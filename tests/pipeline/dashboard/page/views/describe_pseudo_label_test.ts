import assert from "node:assert/strict";
import { describePseudoLabels } from "../../../../../pipeline/dashboard/page/views/describe_pseudo_label.ts";

const PASSED = { class: "nod", confidence: 0.95, passed: true };
const HELD = { class: "zoom", confidence: 0.4, passed: false };

Deno.test("describePseudoLabels() names who is offered which label", () => {
  const labels = { pseudoLabels: { primary: PASSED, auxiliary: HELD }, label: "nod" };
  assert.deepEqual(describePseudoLabels(labels), [
    {
      offer: "for primary: nod, 95 % sure",
      verdict: "passed: learned from",
      passed: true,
      isRight: true,
    },
    {
      offer: "for auxiliary: zoom, 40 % sure",
      verdict: "held back by the gate",
      passed: false,
      isRight: false,
    },
  ]);
});

Deno.test("describePseudoLabels() describes a label of several branches once", () => {
  const pseudoLabels = { primary: PASSED, gradient: { ...PASSED }, flow: { ...PASSED } };
  assert.deepEqual(describePseudoLabels({ pseudoLabels, label: null }), [
    {
      offer: "for primary, gradient, and flow: nod, 95 % sure",
      verdict: "passed: learned from",
      passed: true,
      isRight: null,
    },
  ]);
});

Deno.test("describePseudoLabels() has none for labeled clips", () => {
  assert.deepEqual(describePseudoLabels({ label: "nod" }), []);
});
