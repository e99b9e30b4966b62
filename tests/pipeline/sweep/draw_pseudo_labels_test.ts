import assert from "node:assert/strict";
import { drawPseudoLabels } from "../../../pipeline/sweep/draw_pseudo_labels.ts";
import type { PseudoLabelCourse } from "../../../pipeline/sweep/pseudo_label_courses.ts";
import { elementsOf, readSvg, textsOf } from "../pictures/_read_svg.ts";

const COURSE: PseudoLabelCourse = {
  setting: "FixMatch",
  network: "primary",
  runs: 1,
  tenths: { passed: [0.1, 0.3], right: [undefined, 0.5], confidence: [], accuracy: [undefined] },
};

Deno.test("drawPseudoLabels() has a panel for each known measure, and a curve for each network", () => {
  const courses = [COURSE, { ...COURSE, network: "auxiliary", runs: 3 }];
  const svg = readSvg(drawPseudoLabels(courses, "All"));
  const titles = textsOf(svg).filter((text) => text.endsWith("(%)"));
  assert.deepEqual(titles, [
    "passed: clips whose label passed (%)",
    "right: right ones of the labels that passed (%)",
  ]);
  assert.equal(elementsOf(svg, "circle").length, 2 * (2 + 1));
  const curves = elementsOf(svg, "polyline").map(({ attributes }) => attributes.class);
  assert.deepEqual(curves.slice(0, 2), ["curve", "curve dashed"]);
  assert.ok(textsOf(svg).includes("tenth of the steps with pseudo-labels"));
});

Deno.test("drawPseudoLabels() says in words where the curves end", () => {
  const [description] = elementsOf(readSvg(drawPseudoLabels([COURSE], "All")), "desc");
  assert.match(description!.text, /that passed \(%\) at the end: FixMatch 50\.0\./);
});
