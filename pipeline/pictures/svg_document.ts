import { escapeXml, svgElement } from "./svg.ts";

/** Size of a picture, and what it shows in words. */
export interface SvgDocumentOptions {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Name of the picture, which screen readers read first. */
  readonly title: string;
  /** What the picture shows, for those who cannot see it. */
  readonly description: string;
}

/**
 * The colors, by class: `paper` and `ink` are background and text, `muted` is text beside the
 * point, `rule` are thin lines, `void` is where there is nothing, `accent` is what the picture is
 * about and `on-accent` is text on it; `halo` keeps lines away from a text. `first` to `fourth` set
 * the color of curves, `curve`, and of points, `dot`.
 */
const STYLE = `
svg { font-family: system-ui, "DejaVu Sans", sans-serif; }
.paper { fill: #ffffff; }
.ink { fill: #1f2328; }
.muted { fill: #59636e; }
.rule { fill: none; stroke: #d1d9e0; }
.axis { fill: none; stroke: #59636e; }
.void { fill: #eaeef2; }
.accent { fill: #0a4a9e; }
.accent-line { fill: none; stroke: #0a4a9e; }
.on-accent { fill: #ffffff; }
.halo { paint-order: stroke; stroke: #ffffff; stroke-width: 4; stroke-linejoin: round; }
.bold { font-weight: 600; }
.first { color: #0a4a9e; }
.second { color: #bc4c00; }
.third { color: #1a7f37; }
.fourth { color: #8250df; }
.curve { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; }
.dashed { stroke-dasharray: 5 3; }
.dot { fill: currentColor; }
.through { pointer-events: none; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #0d1117; }
  .ink { fill: #e6edf3; }
  .muted { fill: #9198a1; }
  .rule { stroke: #30363d; }
  .axis { stroke: #9198a1; }
  .void { fill: #21262d; }
  .accent { fill: #79c0ff; }
  .accent-line { stroke: #79c0ff; }
  .on-accent { fill: #0d1117; }
  .halo { stroke: #0d1117; }
  .first { color: #79c0ff; }
  .second { color: #ffa657; }
  .third { color: #56d364; }
  .fourth { color: #d2a8ff; }
}
`;

/**
 * Writes an SVG file: one that stands alone, follows the reader's light or dark color scheme on a
 * background of its own, and says in words what it shows.
 *
 * @param content Elements, drawn in their order.
 */
export function svgDocument(
  { width, height, title, description }: SvgDocumentOptions,
  content: readonly string[],
): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "graphics-document",
    "aria-labelledby": "title",
    "aria-describedby": "description",
  };
  const lines = [
    "",
    svgElement("title", { id: "title" }, escapeXml(title)),
    svgElement("desc", { id: "description" }, escapeXml(description)),
    svgElement("style", {}, STYLE),
    svgElement("rect", { class: "paper", width, height }),
    ...content,
    "",
  ];
  return `${svgElement("svg", attributes, lines.join("\n"))}\n`;
}
