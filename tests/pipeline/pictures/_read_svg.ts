import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { decode, type DecodedPng } from "fast-png";

/** An element of an SVG file. */
export interface SvgElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, without that of the elements in it. */
  readonly text: string;
  readonly children: readonly SvgElement[];
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: SvgElement[];
}

/** A tag, or the text in front of it. */
const PART = /<(?<close>\/?)(?<name>[\w-]+)(?<attributes>[^<>]*?)(?<empty>\/?)>|(?<text>[^<>]+)/gy;

/**
 * Reads an SVG file: enough of XML for what the program writes.
 *
 * @throws {SyntaxError} If it is not well-formed.
 */
export function readSvg(svg: string): SvgElement {
  const root: OpenElement = { name: "", attributes: {}, text: "", children: [] };
  const open = [root];
  let end = 0;
  for (const { 0: part, index, groups = {} } of svg.matchAll(PART)) {
    end = index + part.length;
    readPart(groups, open);
  }
  if (end !== svg.length || open.length !== 1) throw new SyntaxError(`Broken at ${end}: ${svg}`);
  const [element] = root.children;
  if (element === undefined || root.children.length > 1) throw new SyntaxError("Needs one root");
  return element;
}

/** All elements of one name, in the order of the file. */
export function elementsOf(element: SvgElement, name: string): SvgElement[] {
  const inside = element.children.flatMap((child) => elementsOf(child, name));
  return element.name === name ? [element, ...inside] : inside;
}

/** What a reader sees: the lines of text, in the order of the file. */
export function textsOf(element: SvgElement): string[] {
  return elementsOf(element, "text").map(wholeText);
}

function wholeText({ text, children }: SvgElement): string {
  return text + children.map(wholeText).join("");
}

/** What is shown while the pointer is over parts of the picture. */
export function tooltipsOf(element: SvgElement): string[] {
  const [, ...tooltips] = elementsOf(element, "title");
  return tooltips.map(({ text }) => text);
}

/** The image that a file contains in itself. */
export function imageOf({ attributes }: SvgElement): DecodedPng {
  const [head, base64 = ""] = (attributes.href ?? "").split(",");
  assert.equal(head, "data:image/png;base64");
  return decode(Buffer.from(base64, "base64"));
}

/** A number in an attribute. */
export function numberOf({ name, attributes }: SvgElement, attribute: string): number {
  const value = Number(attributes[attribute] ?? NaN);
  if (!Number.isFinite(value)) throw new TypeError(`<${name}> has no number '${attribute}'`);
  return value;
}

function readPart(groups: Readonly<Record<string, string | undefined>>, open: OpenElement[]): void {
  const parent = open.at(-1);
  if (parent === undefined) throw new SyntaxError("Closes more than it opens");
  const { text, name = "", close, empty } = groups;
  if (text !== undefined) {
    parent.text += unescape(text);
  } else if (close === "/") {
    if (parent.name !== name) throw new SyntaxError(`</${name}> closes <${parent.name}>`);
    open.pop();
  } else {
    const attributes = readAttributes(groups.attributes ?? "");
    const element = { name, attributes, text: "", children: [] };
    parent.children.push(element);
    if (empty !== "/") open.push(element);
  }
}

function readAttributes(text: string): Record<string, string> {
  if (!/^(?: [\w:-]+="[^"]*")*$/.test(text)) throw new SyntaxError(`Attributes: ${text}`);
  const found = text.matchAll(/ ([\w:-]+)="([^"]*)"/g);
  return Object.fromEntries(
    Array.from(found, ([, name, value]) => [name, unescape(value ?? "")]),
  );
}

const CHARACTERS: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function unescape(text: string): string {
  return text.replace(/&(\w*)(;?)/g, (entity, name: string, end: string) => {
    const character = CHARACTERS[name];
    if (character === undefined || end !== ";") throw new SyntaxError(`Entity: ${entity}`);
    return character;
  });
}
