import assert from "node:assert/strict";
import { textWidth } from "../../../pipeline/pictures/text_width.ts";
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
      "18.1",
      "19.1",
      "17.1",
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

/** A rectangle around a line of text. */
function boxOf(text: SvgElement) {
  const size = numberOf(text, "font-size");
  const width = textWidth(text.text, size);
  const shares: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };
  const left = numberOf(text, "x") - width * shares[text.attributes["text-anchor"]!]!;
  const baseline = numberOf(text, "y");
  return { left, right: left + width, top: baseline - 0.8 * size, bottom: baseline };
}

const SHAPES = {
  rising: [0.1, 0.15, 0.3],
  falling: [0.3, 0.15, 0.1],
  peak: [0.1, 0.3, 0.15],
  dip: [0.3, 0.1, 0.28, 0.27],
  many: [0.1, 0.12, 0.2, 0.25, 0.24, 0.3, 0.1],
};

for (const [name, shares] of Object.entries(SHAPES)) {
  Deno.test(`drawSweepFigure() writes no mean across the line: ${name}`, () => {
    const svg = draw(shares.map((share) => ({
      label: String(share),
      spread: spread(share, share - 0.01, share + 0.02, 3),
    })));
    assert.match(textsOf(svg).join(" "), /mean of 3 seeds; its bar reaches/);
    const boxes = elementsOf(svg, "text")
      .filter(({ attributes }) => attributes.class!.split(" ").includes("halo"))
      .map(boxOf);
    assert.equal(boxes.length, shares.length);
    const points = pointsOf(svg);
    for (const [index, to] of points.entries()) {
      const from = points[index - 1] ?? to;
      for (let share = 0; share <= 1; share += 0.01) {
        const x = from.x + share * (to.x - from.x);
        const y = from.y + share * (to.y - from.y);
        const crossed = boxes.filter(({ left, right, top, bottom }) =>
          x > left && x < right && y > top && y < bottom
        );
        assert.deepEqual(crossed, []);
      }
    }
  });
}
