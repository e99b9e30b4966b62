import assert from "node:assert/strict";
import { below } from "../../../pipeline/pictures/below.ts";
import { beside } from "../../../pipeline/pictures/beside.ts";
import { legend } from "../../../pipeline/pictures/legend.ts";
import { plot } from "../../../pipeline/pictures/plot.ts";
import { rectangle } from "../../../pipeline/pictures/rectangle.ts";
import { svgElement } from "../../../pipeline/pictures/svg.ts";
import { textBlock } from "../../../pipeline/pictures/text_block.ts";
import { textWidth } from "../../../pipeline/pictures/text_width.ts";
import { elementsOf, numberOf, readSvg, textsOf } from "./_read_svg.ts";

/** Draws a part at (100, 10). */
function draw(part: { draw: (left: number, top: number) => readonly string[] }) {
  return readSvg(svgElement("g", {}, ...part.draw(100, 10)));
}

function corners(part: Parameters<typeof draw>[0]): number[][] {
  return elementsOf(draw(part), "rect").map((
    found,
  ) => [numberOf(found, "x"), numberOf(found, "y")]);
}

const WIDE = rectangle({ width: 50, height: 10, look: "accent" });
const HIGH = rectangle({ width: 20, height: 30, look: "accent" });

Deno.test("below() puts parts under one another with a gap between them", () => {
  const part = below([WIDE, HIGH], 5);
  assert.deepEqual([part.width, part.height], [50, 45]);
  assert.deepEqual(corners(part), [[100, 10], [100, 25]]);
  assert.deepEqual([below([], 5).width, below([], 5).height], [0, 0]);
});

Deno.test("beside() puts parts beside one another, their upper edges or middles in line", () => {
  const part = beside([WIDE, HIGH], { gap: 5 });
  assert.deepEqual([part.width, part.height], [75, 30]);
  assert.deepEqual(corners(part), [[100, 10], [155, 10]]);
  assert.deepEqual(corners(beside([WIDE, HIGH], { align: "middle" })), [[100, 20], [150, 10]]);
});

Deno.test("textBlock() begins a line where a word would not fit, and cuts no word", () => {
  const width = textWidth("aaa bbb", 10);
  const block = textBlock("aaa bbb cccccccccc d", { width, size: 10 });
  assert.deepEqual(textsOf(draw(block)), ["aaa bbb", "cccccccccc", "d"]);
  assert.equal(block.height, 45);
});

Deno.test("legend() has a line for each entry: what it looks like and what it is", () => {
  const part = legend([{ sample: WIDE, text: "wide" }, { sample: HIGH, text: "high" }], {
    width: 200,
  });
  assert.deepEqual(textsOf(draw(part)), ["wide", "high"]);
  assert.ok(part.width <= 200);
  const [first, second] = elementsOf(draw(part), "rect");
  assert.ok(numberOf(second!, "y") >= numberOf(first!, "y") + 10);
});

Deno.test("plot() keeps values, numbers and titles inside itself", () => {
  const axis = (title: string) => ({
    title,
    ticks: [{ text: "low", value: 0 }, { text: "high", value: 1 }],
    share: (value: number) => value,
  });
  const part = plot({
    width: 300,
    height: 100,
    x: axis("steps"),
    y: axis("loss"),
    draw: ({ x, y }) =>
      [0, 1].map((value) => svgElement("circle", { cx: x(value), cy: y(value), r: 1 })),
  });
  const drawn = draw(part);
  assert.deepEqual(textsOf(drawn), ["loss", "low", "high", "low", "high", "steps"]);
  const [low, high] = elementsOf(drawn, "circle");
  assert.ok(numberOf(low!, "cx") < numberOf(high!, "cx"));
  assert.equal(numberOf(low!, "cy") - numberOf(high!, "cy"), 100);
  for (const text of elementsOf(drawn, "text")) {
    assert.ok(numberOf(text, "y") > 10 && numberOf(text, "y") <= 10 + part.height, text.text);
    assert.ok(numberOf(text, "x") >= 100 && numberOf(text, "x") <= 100 + part.width, text.text);
  }
});
