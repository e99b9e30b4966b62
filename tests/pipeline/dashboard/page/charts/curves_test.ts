import assert from "node:assert/strict";
import { alignCurves } from "../../../../../pipeline/dashboard/page/charts/align_curves.ts";
import { curveStyle } from "../../../../../pipeline/dashboard/page/charts/curve_style.ts";
import { type Curve, curvesOf } from "../../../../../pipeline/dashboard/page/charts/curves_of.ts";
import { formatValue } from "../../../../../pipeline/dashboard/page/charts/format_value.ts";
import { listPanels } from "../../../../../pipeline/dashboard/page/charts/list_panels.ts";
import { valueAt } from "../../../../../pipeline/dashboard/page/charts/value_at.ts";
import { valueLimit } from "../../../../../pipeline/dashboard/page/charts/value_limit.ts";
import { seriesOf } from "../_fixtures.ts";

Deno.test("listPanels() groups what belongs together, and names it for readers", () => {
  const panels = listPanels([seriesOf(400)]);
  assert.deepEqual(panels.map(({ title }) => title), [
    "Loss",
    "Validation videos, top-1",
    "Pseudo-labels used (mask rate)",
    "Pseudo-labels right, of those used",
    "Mean confidence and agreement",
    "Learning rate",
    "Gradient norm",
    "Seconds of a step",
    "Memory, highest so far",
  ]);
  assert.deepEqual(panels[0]?.quantities.map(({ name }) => name), [
    "total",
    "supervised primary",
    "supervised auxiliary",
    "pseudo primary",
    "pseudo auxiliary",
    "contrast",
  ]);
});

Deno.test("listPanels() gives numbers of a user's own a panel, and none to what nobody measured", () => {
  assert.deepEqual(listPanels([]), []);
  assert.deepEqual(listPanels([seriesOf(0)]), []);
  const series = seriesOf(10);
  const columns = { "teacher.entropyNow": column([1]), "epoch": column([0]) };
  const panels = listPanels([{ ...series, steps: { from: [1], to: [1], columns } }]);
  assert.deepEqual(panels.map(({ title }) => title), ["teacher entropy now"]);
});

Deno.test("curvesOf() draws all quantities of one run, and one of several runs", () => {
  const [panel] = listPanels([seriesOf(100)]);
  const runs = [0, 1].map((index) => ({
    name: `run ${index}`,
    series: seriesOf(100),
    style: curveStyle(index),
  }));
  assert.ok(panel !== undefined);
  assert.equal(curvesOf(panel, runs.slice(0, 1), { chosen: 3 }).length, 6);
  const compared = curvesOf(panel, runs, { chosen: 5 });
  assert.deepEqual(compared.map(({ name }) => name), ["run 0", "run 1"]);
  const contrast = seriesOf(100).steps.columns["lossTerms.contrast"]?.mean;
  assert.deepEqual(compared.map(({ mean }) => mean), [contrast, contrast]);
  assert.deepEqual(curvesOf(panel, [], { chosen: 0 }), []);
});

Deno.test("curvesOf() leaves out runs without such numbers", () => {
  const [panel] = listPanels([seriesOf(100)]);
  const series = seriesOf(3);
  const empty = { ...series, steps: { ...series.steps, columns: { loss: column([null, null]) } } };
  assert.ok(panel !== undefined);
  const runs = [{ name: "one", series: empty, style: curveStyle(0) }];
  assert.deepEqual(curvesOf(panel, runs, { chosen: 0 }), []);
});

Deno.test("curveStyle() tells twelve runs apart", () => {
  const styles = Array.from({ length: 12 }, (_, index) => JSON.stringify(curveStyle(index)));
  assert.equal(new Set(styles).size, 12);
});

Deno.test("alignCurves() puts curves over the steps of all, with gaps and missing steps", () => {
  const { steps, values } = alignCurves([curve([2, 4], [0.5, null]), curve([1, 2], [7, 8])]);
  assert.deepEqual(steps, [1, 2, 4]);
  assert.deepEqual(values[0], [undefined, 0.5, null]);
  assert.deepEqual(values[3], [7, 8, undefined]);
  assert.deepEqual(values.length, 6);
});

Deno.test("valueAt() finds the bucket of a step, or the last value before it", () => {
  const buckets = { ...curve([10, 20, 30], [1, null, 3]), firstSteps: [1, 11, 21] };
  const values = [0, 1, 10, 15, 21, 30, Infinity].map((step) => valueAt(buckets, step));
  assert.deepEqual(values, [null, 1, 1, 1, 3, 3, 3]);
  assert.equal(valueAt(curve([], []), Infinity), null);
});

Deno.test("valueLimit() cuts a few values that hide the others, and nothing else", () => {
  const usual = Array.from({ length: 99 }, () => 1);
  assert.equal(valueLimit([curve(usual, [30, ...usual])]), 2);
  assert.equal(valueLimit([curve(usual, [3, ...usual])]), 3);
  assert.equal(valueLimit([curve([1, 2], [0, 5])]), 5);
  assert.equal(valueLimit([]), 1);
});

Deno.test("formatValue() writes values in their unit", () => {
  assert.deepEqual(
    [formatValue(0.5, "share"), formatValue(2 ** 30, "bytes"), formatValue(0.5, "seconds")],
    ["50 %", "1.0 GiB", "500 ms"],
  );
  const seconds = [0, 0.00037123, 0.09148, 1.23456, 60];
  assert.deepEqual(
    seconds.map((value) => formatValue(value, "seconds")),
    ["0 s", "0.371 ms", "91.5 ms", "1.23 s", "60 s"],
  );
  assert.equal(formatValue(1234.5, "number"), "1,235");
});

function column(mean: readonly (number | null)[]) {
  return { mean, min: mean, max: mean };
}

function curve(steps: readonly number[], mean: readonly (number | null)[]): Curve {
  return { name: "one", style: curveStyle(0), firstSteps: steps, steps, ...column(mean) };
}
