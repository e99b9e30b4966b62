/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { type Attributes, setAttributes } from "./set_attributes.ts";

const NAMESPACE = "http://www.w3.org/2000/svg";

/** Creates an element of a drawing. */
export function createSvg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS(NAMESPACE, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}
