/// <reference lib="dom" />

/** Attributes of an element; those that are undefined or false are not set. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Sets attributes; those that are undefined or false are removed. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}
