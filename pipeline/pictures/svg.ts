/**
 * Attributes of an element by name; numbers are rounded to hundredths, undefined ones are omitted.
 */
export type SvgAttributes = Readonly<Record<string, string | number | undefined>>;

/**
 * Characters that XML 1.0 allows in no form: most control characters, and halves of a surrogate
 * pair.
 */
const FORBIDDEN =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Shown for a character that cannot be written. */
const REPLACEMENT = "\ufffd";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Escapes a text so that it can be the content of an element or the value of an attribute. */
export function escapeXml(text: string): string {
  return text
    .replace(FORBIDDEN, REPLACEMENT)
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

/**
 * Writes an SVG element.
 *
 * @param content Markup: other elements, or text that {@linkcode escapeXml} has escaped.
 */
export function svgElement(
  name: string,
  attributes: SvgAttributes,
  ...content: readonly string[]
): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => value === undefined ? "" : ` ${key}="${attributeValue(value)}"`)
    .join("");
  if (content.length === 0) return `<${name}${written}/>`;
  return `<${name}${written}>${content.join("")}</${name}>`;
}

/** Writes a line of text; attributes are those of SVG's `text` element. */
export function svgText(text: string, attributes: SvgAttributes): string {
  return svgElement("text", attributes, escapeXml(text));
}

/** Writes what browsers show while the pointer is over the element that contains it. */
export function svgTooltip(text: string): string {
  return svgElement("title", {}, escapeXml(text));
}

/**
 * Writes the commands of a path, or the coordinates of a polyline, with numbers rounded to
 * hundredths.
 */
export function svgPath(...parts: readonly (string | number)[]): string {
  return parts.map((part) => typeof part === "number" ? rounded(part) : part).join(" ");
}

function attributeValue(value: string | number): string {
  return typeof value === "number" ? rounded(value) : escapeXml(value);
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
