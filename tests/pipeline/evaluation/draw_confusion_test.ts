import assert from "node:assert/strict";
import { drawConfusion } from "../../../pipeline/evaluation/draw_confusion.ts";
import {
  elementsOf,
  numberOf,
  readSvg,
  type SvgElement,
  textsOf,
  tooltipsOf,
} from "../pictures/_read_svg.ts";

const CLASSES = ["für Übung", "日本語", "<b>&"];
const CONFUSION = [[3, 1, 0], [0, 2, 0], [0, 0, 0]];

function draw(confusion = CONFUSION, classes = CLASSES): SvgElement {
  return readSvg(drawConfusion({ confusion, videos: 6, top1: 5 / 6 }, { classes, who: "both" }));
}

/** The cells by their tooltip. */
function cellsOf(svg: SvgElement): Map<string, SvgElement> {
  const cells = elementsOf(svg, "rect").filter(({ children }) => children.length > 0);
  return new Map(cells.map((cell) => [cell.children[0]!.text, cell]));
}

/** Many classes, all videos of which are right. */
function diagonal(count: number) {
  const classes = Array.from({ length: count }, (_, index) => `class ${index}`);
  const confusion = classes.map((_, label) => classes.map((_, index) => Number(index === label)));
  return { classes, confusion };
}

Deno.test("drawConfusion() names title, axes and every class at its row and its column", () => {
  const svg = draw();
  const [title] = elementsOf(svg, "title");
  assert.equal(title!.text, "Answers of both networks together: 6 test videos, top-1 83.3 %");
  const texts = textsOf(svg);
  for (
    const text of [
      "true class",
      "most probable class",
      "no test video",
    ]
  ) {
    assert.equal(texts.filter((found) => found === text).length, 1, text);
  }
  for (const name of CLASSES) assert.equal(texts.filter((text) => text === name).length, 2, name);
});

Deno.test("drawConfusion() writes counts, shares and tooltips of the cells", () => {
  const svg = draw();
  const texts = textsOf(svg);
  const first = texts.indexOf("3");
  assert.deepEqual(texts.slice(first), ["3", "75 %", "1", "25 %", "2", "100 %"]);
  assert.deepEqual([...cellsOf(svg).keys()], [
    "<b>&: no test video",
    "für Übung right: 3 of 4 (75 %)",
    "für Übung taken for 日本語: 1 of 4 (25 %)",
    "日本語 right: 2 of 2 (100 %)",
  ]);
  assert.ok(tooltipsOf(svg).includes("für Übung: 3 of 4 right (75 %)"));
});

Deno.test("drawConfusion() makes a cell the darker, the larger its share of the row", () => {
  const cells = cellsOf(draw());
  const opacities = [
    "für Übung taken for 日本語: 1 of 4 (25 %)",
    "für Übung right: 3 of 4 (75 %)",
    "日本語 right: 2 of 2 (100 %)",
  ].map((tooltip) => numberOf(cells.get(tooltip)!, "fill-opacity"));
  assert.deepEqual(opacities, opacities.toSorted((first, second) => first - second));
  assert.equal(new Set(opacities).size, opacities.length);
  assert.equal(cells.get("<b>&: no test video")!.attributes.class, "field");
});

Deno.test("drawConfusion() puts rows below and columns beside each other, in their order", () => {
  const cells = cellsOf(draw());
  const [three, one, two] = [...cells.values()].slice(1)
    .map((cell) => ({ x: numberOf(cell, "x"), y: numberOf(cell, "y") }));
  assert.ok(three!.y === one!.y && three!.x < one!.x && one!.x === two!.x && one!.y < two!.y);
});

Deno.test("drawConfusion() describes the picture in words, most frequent mistakes first", () => {
  const [description] = elementsOf(draw([[0, 1, 0], [0, 1, 2], [0, 0, 0]]), "desc");
  assert.equal(
    description!.text,
    "3 classes, 4 test videos. Rows are true classes, columns the classes found most probable. " +
      "Most frequent mistakes: 日本語 for <b>&, 2 of 3; für Übung for 日本語, 1 of 1.",
  );
  const [nothingWrong] = elementsOf(draw([[1, 0, 0], [0, 1, 0], [0, 0, 1]]), "desc");
  assert.match(nothingWrong!.text, /No video was taken for another class\.$/);
});

for (const count of [1, 2, 20, 101, 400]) {
  Deno.test(`drawConfusion() keeps the names of ${count} classes readable, and in the picture`, () => {
    const { classes, confusion } = diagonal(count);
    const svg = draw(confusion, classes);
    const names = elementsOf(svg, "text").filter(({ text }) => text.startsWith("class "));
    assert.equal(names.length, 2 * count);
    assert.ok(names.every((name) => numberOf(name, "font-size") >= 10));
    const width = numberOf(svg, "width");
    const height = numberOf(svg, "height");
    for (const rectangle of elementsOf(svg, "rect")) {
      const { x = "0", y = "0" } = rectangle.attributes;
      assert.ok(Number(x) >= 0 && Number(x) + numberOf(rectangle, "width") <= width);
      assert.ok(Number(y) >= 0 && Number(y) + numberOf(rectangle, "height") <= height);
    }
  });
}

Deno.test("drawConfusion() leaves out numbers that are wider than their cells", () => {
  const { classes, confusion } = diagonal(101);
  const crowded = confusion.map((row) => row.map((count) => 1234 * count));
  const svg = draw(crowded, classes);
  assert.ok(!textsOf(svg).includes("1234"));
  assert.ok(tooltipsOf(svg).includes("class 0 right: 1234 of 1234 (100 %)"));
});

Deno.test("drawConfusion() cuts long names; tooltips have them in full", () => {
  const long = "x".repeat(60);
  const svg = draw([[1]], [long]);
  assert.ok(!textsOf(svg).includes(long));
  assert.ok(tooltipsOf(svg).includes(long));
});
