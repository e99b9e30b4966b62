import assert from "node:assert/strict";
import { fixmatchAligned } from "../../../pipeline/methods/fixmatch_aligned.ts";
import { tensorTest } from "../../operators/_tensors.ts";
import { alignedLabels, excessOf, requireUpdated } from "./_aligned.ts";
import { checkMethod } from "./_check_method.ts";
import { LABELS, type PlainStep } from "./_linear_step.ts";
import { crossEntropy, product } from "./_plain.ts";

const THRESHOLD = 0.65;

function terms(step: PlainStep) {
  const { clips: { labeled, strong }, now } = step;
  const { fc } = now["primary"]!;
  const labels = alignedLabels(step, "primary", THRESHOLD);
  const mask = labels.map(({ counts }) => Number(counts));
  assert.ok(mask.includes(1) && mask.includes(0), "some labels count");
  return {
    supervisedPrimary: crossEntropy(product(labeled["primary"]!, fc), LABELS),
    pseudoPrimary: crossEntropy(
      product(strong["primary"]!, fc),
      labels.map(({ label }) => label),
      mask,
    ),
  };
}

tensorTest(
  "fixmatch-aligned has the terms, gradients and memory of a plain computation",
  () =>
    checkMethod({
      method: fixmatchAligned,
      settings: { name: "fixmatch-aligned", threshold: THRESHOLD },
      clips: ["primary"],
      memory: excessOf("primary"),
      terms,
      remembered: ({ primary }, step) => requireUpdated(primary, step, "primary"),
    }),
);
