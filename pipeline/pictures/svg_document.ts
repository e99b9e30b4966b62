import { below } from "./below.ts";
import { GAP, MARGIN, TITLE_SIZE } from "./measures.ts";
import { PALETTE, type SchemeColor } from "./palette.ts";
import type { Part } from "./part.ts";
import { escapeXml, svgElement } from "./svg.ts";
import { textBlock } from "./text_block.ts";

/** What a picture shows, in words. */
export interface SvgDocumentOptions {
  /** Name of the picture: written above it, and what screen readers read first. */
  readonly title: string;
  /**
   * How it is to be read: paragraphs below the title.
   *
   * @default []
   */
  readonly explanation?: readonly string[];
  /** What the picture shows, for those who cannot see it. */
  readonly description: string;
}

/** Width below which lines of text do not get, in pixels. */
const LEAST_LINE = 420;

/** What the classes of elements look like, whatever the colors are. */
const SHAPES = `
svg { font-family: system-ui, "DejaVu Sans", sans-serif; }
.bold { font-weight: 600; }
.curve { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; }
.dashed { stroke-dasharray: 5 3; }
.dot { fill: currentColor; }
.through { pointer-events: none; }
`;

/**
 * Writes an SVG file: one that stands alone, follows the reader's light or dark color scheme on a
 * background of its own, and says in words what it shows. Its elements have their colors by class:
 * the names of {@linkcode PALETTE} fill, `axis` and `rule` are thin lines, and
 * `series-1` to `series-6` set the color of curves, `curve`, and of points, `dot`.
 */
export function svgDocument(
  { title, explanation = [], description }: SvgDocumentOptions,
  content: Part,
): string {
  const width = Math.max(LEAST_LINE, content.width);
  const head = [
    textBlock(title, { width, size: TITLE_SIZE, look: "ink bold" }),
    ...explanation.map((text) => textBlock(text, { width, look: "muted" })),
  ];
  const page = below([below(head), content], 2 * GAP);
  const size = {
    width: Math.ceil(page.width + 2 * MARGIN),
    height: Math.ceil(page.height + 2 * MARGIN),
  };
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    ...size,
    viewBox: `0 0 ${size.width} ${size.height}`,
    role: "graphics-document",
    "aria-labelledby": "title",
    "aria-describedby": "description",
  };
  const lines = [
    "",
    svgElement("title", { id: "title" }, escapeXml(title)),
    svgElement("desc", { id: "description" }, escapeXml(description)),
    svgElement("style", {}, styleSheet()),
    svgElement("rect", { class: "paper", ...size }),
    ...page.draw(MARGIN, MARGIN),
    "",
  ];
  return `${svgElement("svg", attributes, lines.join("\n"))}\n`;
}

/** Not by variables, as in pages: programs that are not browsers do not know them. */
function styleSheet(): string {
  const dark = `@media (prefers-color-scheme: dark) {\n${colorsOf("dark")}\n}\n`;
  return `${SHAPES}${colorsOf("light")}\n${dark}`;
}

function colorsOf(scheme: keyof SchemeColor): string {
  const filled = Object.entries(PALETTE).map(([name, color]) =>
    name.startsWith("series-")
      ? `.${name} { color: ${color[scheme]}; }`
      : `.${name} { fill: ${color[scheme]}; }`
  );
  const { rule, muted } = PALETTE;
  return [
    ...filled,
    `.rule { fill: none; stroke: ${rule[scheme]}; }`,
    `.axis { fill: none; stroke: ${muted[scheme]}; }`,
  ].join("\n");
}
