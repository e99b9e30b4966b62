import assert from "node:assert/strict";
import fc from "fast-check";
import type { CurvePanel } from "../../../pipeline/runs/curve_panel.ts";
import { drawCurves } from "../../../pipeline/runs/draw_curves.ts";
import { elementsOf, numberOf, readSvg, textsOf } from "../pictures/_read_svg.ts";

const LOSS: CurvePanel = {
  title: "Loss",
  unit: "none",
  hasDots: false,
  curves: [
    {
      name: "total",
      meaning: "all",
      isDashed: false,
      points: [{ step: 10, value: 4 }, { step: 20, value: 2 }],
    },
    {
      name: "contrast",
      meaning: "alike",
      isDashed: true,
      points: [{ step: 10, value: 1 }, { step: 20, value: 1 }],
    },
  ],
};

const SCORES: CurvePanel = {
  title: "Scores (%)",
  unit: "percent",
  hasDots: true,
  curves: [{
    name: "one network",
    meaning: "alone",
    isDashed: false,
    points: [{ step: 20, value: 62.5 }],
  }],
};

const HEAD = { title: "a < b", explanation: ["Solid: primary network."] };

Deno.test("drawCurves() writes titles, names and numbers, and says where the curves end", () => {
  const svg = readSvg(drawCurves([LOSS, SCORES], HEAD));
  const texts = textsOf(svg);
  const expected = ["a < b", "Solid: primary network.", "Loss", "total: all", "contrast: alike"]
    .concat("Scores (%)", "one network: alone", "steps", "0", "20", "40", "100", "10");
  for (const text of expected) assert.ok(texts.includes(text), `${text} of ${texts}`);
  const [description] = elementsOf(svg, "desc");
  assert.equal(
    description!.text,
    "Loss at the end: total 2.00, contrast (auxiliary) 1.00. " +
      "Scores (%) at the end: one network 62.5.",
  );
});

Deno.test("drawCurves() draws dots where there are few points, and dashes of the auxiliary network", () => {
  const svg = readSvg(drawCurves([LOSS, SCORES], HEAD));
  const curves = elementsOf(svg, "polyline").map(({ attributes }) => attributes.class);
  assert.deepEqual(curves, ["curve", "curve dashed", "curve"]);
  assert.equal(elementsOf(svg, "circle").length, 1);
});

Deno.test("drawCurves() gives curves of one name one color, and one line in the legend", () => {
  const [total] = LOSS.curves;
  const curves = [...LOSS.curves, { ...total!, isDashed: true }];
  const svg = readSvg(drawCurves([{ ...LOSS, curves }], HEAD));
  assert.deepEqual(textsOf(svg).filter((text) => text.startsWith("total")), ["total: all"]);
  const colors = elementsOf(svg, "g").map(({ attributes }) => attributes.class);
  assert.deepEqual(colors, ["series-1", "series-2", "series-1"]);
});

Deno.test("drawCurves() keeps all points inside the picture, lower values lower", () => {
  const value = fc.double({ min: 0, max: 1e6, noNaN: true });
  const values = fc.array(value, { minLength: 1, maxLength: 30 });
  fc.assert(fc.property(values, (drawn) => {
    const points = drawn.map((value, index) => ({ step: index + 1, value }));
    const panel = { ...LOSS, hasDots: true, curves: [{ ...LOSS.curves[0]!, points }] };
    const svg = readSvg(drawCurves([panel], HEAD));
    const heights = elementsOf(svg, "circle").map((circle) => numberOf(circle, "cy"));
    assert.equal(heights.length, drawn.length);
    for (const [index, height] of heights.entries()) {
      assert.ok(height >= 0 && height <= numberOf(svg, "height"));
      const before = drawn[index - 1];
      if (before === undefined) continue;
      if (before < drawn[index]!) assert.ok(heights[index - 1]! >= height);
    }
  }));
});
