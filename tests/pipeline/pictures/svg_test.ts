import assert from "node:assert/strict";
import { escapeXml, svgElement, svgText } from "../../../pipeline/pictures/svg.ts";
import { svgDocument } from "../../../pipeline/pictures/svg_document.ts";
import { textLine } from "../../../pipeline/pictures/text_line.ts";
import { elementsOf, numberOf, readSvg, textsOf } from "./_read_svg.ts";

const TEXTS = ["für Übung", "日本語", "<b>&", `"double" 'single'`, "]]>", "&amp;", "👍🏽"];

for (const text of TEXTS) {
  Deno.test(`svgText() and svgElement() escape ${text}`, () => {
    const group = readSvg(svgElement("g", { id: text }, svgText(text, { x: 1 })));
    assert.equal(group.attributes.id, text);
    assert.deepEqual(textsOf(group), [text]);
  });
}

Deno.test("escapeXml() replaces what XML cannot hold", () => {
  assert.equal(escapeXml("a\u0000b\u001bc\ud800d\te"), "a\ufffdb\ufffdc\ufffdd\te");
});

Deno.test("svgElement() rounds numbers and leaves out undefined attributes", () => {
  const circle = svgElement("circle", { cx: 1 / 3, cy: -2, r: undefined });
  assert.equal(circle, '<circle cx="0.33" cy="-2"/>');
});

Deno.test("svgDocument() says in words what it shows, and needs nothing from elsewhere", () => {
  const words = { title: "a <b>", description: "c & d" };
  const svg = svgDocument({ ...words, explanation: ["how to read it"] }, textLine("e"));
  const root = readSvg(svg);
  const { width, height, viewBox } = root.attributes;
  assert.equal(viewBox, `0 0 ${width} ${height}`);
  const labels = ["aria-labelledby", "aria-describedby"].map((name) => {
    const id = root.attributes[name];
    return root.children.find(({ attributes }) => attributes.id === id)?.text;
  });
  assert.deepEqual(labels, [words.title, words.description]);
  assert.deepEqual(textsOf(root), [words.title, "how to read it", "e"]);
  for (const text of elementsOf(root, "text")) {
    assert.ok(numberOf(text, "y") < numberOf(root, "height"));
  }
  assert.deepEqual(elementsOf(root, "script"), []);
  assert.doesNotMatch(svg.replace("http://www.w3.org/2000/svg", ""), /https?:|url\(|@import/);
});

Deno.test("svgDocument() has a background of its own, for a light and a dark color scheme", () => {
  const root = readSvg(svgDocument({ title: "t", description: "d" }, textLine("e")));
  const [background] = elementsOf(root, "rect");
  const { class: paper, width, height } = background!.attributes;
  assert.deepEqual([paper, width, height], [
    "paper",
    root.attributes.width,
    root.attributes.height,
  ]);
  const style = elementsOf(root, "style")[0]!.text;
  const [light, dark] = style.split("prefers-color-scheme: dark");
  const colored = (rules: string) =>
    Array.from(rules.matchAll(/\.([\w-]+) \{[^}]*#/g), ([, name]) => name);
  assert.ok(colored(light!).length > 5);
  assert.deepEqual(colored(dark!), colored(light!));
});
