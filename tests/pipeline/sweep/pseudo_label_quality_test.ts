import assert from "node:assert/strict";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";
import { pseudoLabelQuality } from "../../../pipeline/sweep/pseudo_label_quality.ts";

function line(step: number, gate?: MetricsLine["gate"]): MetricsLine {
  return gate === undefined ? { kind: "step", step } : { kind: "step", step, gate };
}

Deno.test("pseudoLabelQuality() is over each tenth of the steps with a gate", () => {
  const seen = (maskRate: number, judged: number, right: number) => ({
    primary: { maskRate, judged, right },
  });
  const lines = [
    line(1),
    line(2, seen(0.2, 4, 1)),
    line(3, seen(0.4, 8, 2)),
    ...Array.from({ length: 16 }, (_, index) => line(4 + index, seen(1, 1, 0))),
    line(20, seen(0.8, 10, 10)),
    line(21, seen(0.6, 0, 0)),
  ];
  const [first, second, ...others] = pseudoLabelQuality(lines)!;
  const last = others.at(-1)!;
  assert.equal(others.length, 8);
  assert.equal(second!.primary!.maskRate, 1);
  assert.deepEqual(Object.keys(first!), ["primary"]);
  assert.equal(first!.primary!.maskRate.toFixed(6), "0.300000");
  assert.equal(first!.primary!.right, 0.25);
  assert.equal(last.primary!.maskRate.toFixed(6), "0.700000");
  assert.equal(last.primary!.right, 1);
  assert.deepEqual([first!.primary!.judged, last.primary!.judged], [12, 10]);
});

Deno.test("pseudoLabelQuality() knows no share of right ones without true labels", () => {
  const gate = { auxiliary: { maskRate: 0.5, judged: 0, right: 0 } };
  assert.deepEqual(pseudoLabelQuality([line(1, gate)]), [{
    auxiliary: { maskRate: 0.5, right: null, judged: 0 },
  }]);
  assert.equal(pseudoLabelQuality([line(1)]), undefined);
});

Deno.test("pseudoLabelQuality() compares the confidence of all clips with their accuracy", () => {
  const gate = (confidence: number, known: number[], knownRight: number[]) => ({
    primary: { maskRate: 0, judged: 0, right: 0, confidence, known, knownRight },
  });
  const lines = [
    line(1, gate(0.5, [2, 2], [1, 0])),
    ...Array.from({ length: 18 }, (_, index) => line(2 + index, gate(1, [9, 9], [9, 9]))),
    line(20, gate(0.75, [0, 4], [0, 3])),
  ];
  const stretches = pseudoLabelQuality(lines)!;
  const [first, last] = [stretches[0], stretches.at(-1)!];
  assert.deepEqual([first!.primary!.confidence, first!.primary!.accuracy], [0.75, 0.8636]);
  assert.deepEqual([last.primary!.confidence, last.primary!.accuracy], [0.875, 0.9545]);
});
