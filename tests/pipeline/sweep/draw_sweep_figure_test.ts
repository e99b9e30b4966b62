import assert from "node:assert/strict";
import { drawSweepFigure, type SweepPoint } from "../../../pipeline/sweep/draw_sweep_figure.ts";
import type { Spread } from "../../../pipeline/sweep/spread.ts";
import { elementsOf, numberOf, readSvg, type SvgElement, textsOf } from "../pictures/_read_svg.ts";

function spread(mean: number, low = mean, high = mean, runs = 1): Spread {
  return { mean, low, high, runs };
}

function draw(points: readonly SweepPoint[]): SvgElement {
  return readSvg(drawSweepFigure({ title: "a < b & c", axisTitle: "weight γ", points }));
}

function pointsOf(svg: SvgElement): { x: number; y: number }[] {
  return elementsOf(svg, "circle").map((circle) => ({
    x: numberOf(circle, "cx"),
    y: numberOf(circle, "cy"),
  }));
}

const THREE = [
  { label: "1", spread: spread(0.181, 0.17, 0.19) },
  { label: "2", spread: spread(0.191) },
  { label: "4", spread: spread(0.171) },
];

Deno.test("drawSweepFigure() puts higher shares higher, from left to right, inside the picture", () => {
  const svg = draw(THREE);
  const [first, second, third] = pointsOf(svg);
  assert.ok(first!.x < second!.x && second!.x < third!.x);
  assert.ok(second!.y < first!.y && first!.y < third!.y);
  for (const { x, y } of pointsOf(svg)) {
    assert.ok(x > 0 && x < numberOf(svg, "width") && y > 0 && y < numberOf(svg, "height"));
  }
});

Deno.test("drawSweepFigure() writes title, axes, means, values and what a point is", () => {
  const texts = textsOf(draw(THREE));
  const expected = [
    "a < b & c: top-1 accuracy by weight γ",
    "weight γ",
    "test videos answered right (top-1 accuracy, %)",
  ]
    .concat(
      "A point is the result of one seed.",
      "17",
      "19",
      "18.1 %",
      "19.1 %",
      "17.1 %",
      "1",
      "2",
      "4",
    );
  for (const text of expected) assert.ok(texts.includes(text), `${text} of ${texts}`);
});

Deno.test("drawSweepFigure() says in words what it shows", () => {
  const svg = draw([
    { label: "1", spread: spread(0.18, 0.17, 0.19, 3) },
    { label: "2", spread: spread(0.2, 0.2, 0.2, 2) },
  ]);
  const [title] = elementsOf(svg, "title");
  const [description] = elementsOf(svg, "desc");
  assert.equal(title!.text, "a < b & c: top-1 accuracy by weight γ");
  assert.equal(
    description!.text,
    "mean of 2 to 3 seeds; its bar reaches from the lowest to the highest of them. " +
      "1: 18.0 % (17.0 to 19.0); 2: 20.0 % (20.0 to 20.0).",
  );
});

for (const shares of [[0.5], [0, 0], [1, 1]]) {
  Deno.test(`drawSweepFigure() draws ${shares} inside its axes`, () => {
    const svg = draw(shares.map((share, index) => ({ label: `${index}`, spread: spread(share) })));
    const heights = pointsOf(svg).map(({ y }) => y);
    assert.equal(heights.length, shares.length);
    const axis = elementsOf(svg, "path").find(({ attributes }) => attributes.class === "axis");
    const [, top, bottom] = /^M [\d.]+ ([\d.]+) V ([\d.]+) H/.exec(axis!.attributes.d!)!;
    assert.ok(heights.every((height) => height >= Number(top) && height <= Number(bottom)));
  });
}

Deno.test("drawSweepFigure() writes each mean below its value", () => {
  const svg = draw([{ label: "a", spread: spread(0.1) }, { label: "b", spread: spread(0.25) }]);
  const positions = pointsOf(svg);
  for (const [index, [label, mean]] of [["a", "10.0 %"], ["b", "25.0 %"]].entries()) {
    const [below, lowest] = [label, mean].map((wanted) =>
      elementsOf(svg, "text").find(({ text }) => text === wanted)!
    );
    assert.equal(numberOf(below!, "x"), positions[index]!.x);
    assert.equal(numberOf(lowest!, "x"), positions[index]!.x);
    assert.ok(numberOf(below!, "y") > positions[index]!.y);
    assert.ok(numberOf(lowest!, "y") > numberOf(below!, "y"));
  }
});
