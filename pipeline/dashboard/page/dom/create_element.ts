/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { type Attributes, setAttributes } from "./set_attributes.ts";

/** Creates an element of the page. */
export function createElement<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}
