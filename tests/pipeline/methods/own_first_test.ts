import assert from "node:assert/strict";
import { ownFirst } from "../../../pipeline/methods/own_first.ts";
import { tensorTest } from "../../operators/_tensors.ts";
import { alignedLabels, excessOf, requireUpdated } from "./_aligned.ts";
import { checkMethod } from "./_check_method.ts";
import { LABELS, type PlainStep } from "./_linear_step.ts";
import { crossEntropy, product } from "./_plain.ts";

const THRESHOLD = 0.65;

/** The pseudo-label term of a network, which another one helps out. */
function pseudo(step: PlainStep, network: string, other: string): number {
  const own = alignedLabels(step, network, THRESHOLD);
  const others = alignedLabels(step, other, THRESHOLD);
  const taken = own.map((label, clip) => label.counts ? label : others[clip]!);
  return crossEntropy(
    product(step.clips.strong[network]!, step.now[network]!.fc),
    taken.map(({ label }) => label),
    taken.map(({ counts }) => Number(counts)),
  );
}

function terms(step: PlainStep) {
  const supervised = (network: string) =>
    crossEntropy(product(step.clips.labeled[network]!, step.now[network]!.fc), LABELS);
  return {
    supervisedPrimary: supervised("primary"),
    supervisedAuxiliary: supervised("auxiliary"),
    pseudoPrimary: pseudo(step, "primary", "auxiliary"),
    pseudoAuxiliary: pseudo(step, "auxiliary", "primary"),
  };
}

tensorTest(
  "own-first has the terms, gradients and memory of a plain computation",
  () =>
    checkMethod({
      method: ownFirst,
      settings: { name: "own-first", threshold: THRESHOLD },
      clips: ["primary", "auxiliary"],
      memory: excessOf("primary", "auxiliary"),
      terms,
      remembered({ primary, auxiliary }, step) {
        requireUpdated(primary, step, "primary");
        requireUpdated(auxiliary, step, "auxiliary");
        const counts = ["primary", "auxiliary"].map((network) =>
          alignedLabels(step, network, THRESHOLD).map((label) => label.counts)
        );
        assert.notDeepEqual(counts[0], counts[1], "one helps the other out");
      },
    }),
);
