import assert from "node:assert/strict";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";
import { curvePanels, stepsPerPoint } from "../../../pipeline/runs/curve_panels.ts";

/** A step in the phase with pseudo-labels. */
function dualStep(step: number, right: number): MetricsLine {
  const gate = { maskRate: 0.5, judged: right === 0 ? 0 : 4, right };
  return {
    kind: "step",
    step,
    loss: step,
    lossTerms: { supervisedPrimary: 1, pseudoAuxiliary: 2 },
    gate: { primary: gate, auxiliary: { ...gate, confidence: 0.5 } },
    learningRate: { primary: 0.1, auxiliary: 0.2 },
  };
}

Deno.test("curvePanels() has a panel for each kind of numbers that the metrics have", () => {
  const metrics: MetricsLine[] = [
    { kind: "step", step: 1, loss: 3, learningRate: { primary: 0.1 } },
    { kind: "validation", step: 1, scores: { primary: { top1: 0.5, top5: 1 } } },
    { kind: "evaluation", step: 1, scores: {} },
  ];
  assert.deepEqual(curvePanels(metrics), [
    {
      title: "Loss",
      unit: "none",
      hasDots: false,
      curves: [{
        name: "total",
        meaning: "the weighted sum of the terms, which is minimized",
        isDashed: false,
        points: [{ step: 1, value: 3 }],
      }],
    },
    {
      title: "Validation videos answered right (top-1, %)",
      unit: "percent",
      hasDots: true,
      curves: [{
        name: "one network",
        meaning: "alone",
        isDashed: false,
        points: [{ step: 1, value: 50 }],
      }],
    },
    {
      title: "Learning rate",
      unit: "none",
      hasDots: false,
      curves: [{
        name: "learning rate",
        meaning: "size of a step along the gradient",
        isDashed: false,
        points: [{ step: 1, value: 0.1 }],
      }],
    },
  ]);
  assert.deepEqual(curvePanels([]), []);
});

Deno.test("curvePanels() shows what was used of the pseudo-labels, and of that what was right", () => {
  const panels = curvePanels([dualStep(1, 0), dualStep(2, 3)]);
  const pseudoLabels = panels.find(({ title }) => title === "Pseudo-labels (%)");
  const points = pseudoLabels?.curves.map((curve) => [curve.name, curve.isDashed, curve.points]);
  const used = [{ step: 1, value: 50 }, { step: 2, value: 50 }];
  // In the first step no pseudo-label could be judged.
  const right = [{ step: 2, value: 75 }];
  assert.deepEqual(points, [
    ["used", false, used],
    ["right", false, right],
    ["used", true, used],
    ["right", true, right],
  ]);
});

Deno.test("curvePanels() averages many steps, and leaves out those without a number", () => {
  const count = 600;
  const metrics = Array.from({ length: count }, (_, index) => dualStep(index + 1, 2));
  metrics[0] = { ...metrics[0]!, loss: null };
  const [loss] = curvePanels(metrics);
  const points = loss!.curves[0]!.points;
  const length = stepsPerPoint(count);
  assert.equal(length, 5);
  assert.equal(points.length, count / length);
  assert.deepEqual(points[0], { step: 5, value: (2 + 3 + 4 + 5) / 4 });
  assert.deepEqual(points[1], { step: 10, value: 8 });
});

Deno.test("curvePanels() draws the terms and branches of any method", () => {
  const gate = { maskRate: 0.5, judged: 4, right: 2 };
  const other = { ...gate, maskRate: 1 };
  const panels = curvePanels([{
    kind: "step",
    step: 1,
    loss: 1,
    lossTerms: { supervised: 1, groupContrast: 2 },
    gate: { primary: gate, gradient: gate, flow: other },
  }]);
  const names = panels.map(({ curves }) => curves.map(({ name }) => name));
  // The gradient has the labels of the frames.
  assert.deepEqual(names, [
    ["total", "supervised", "group contrast"],
    ["used", "right", "used (flow)", "right (flow)"],
  ]);
});
