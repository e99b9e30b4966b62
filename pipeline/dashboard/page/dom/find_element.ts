/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/**
 * Finds an element of the page.
 *
 * @throws {Error} If the page has none of this kind with this id.
 */
export function findElement(id: string): HTMLElement;
export function findElement<T extends Element>(id: string, type: abstract new () => T): T;
export function findElement(id: string, type: abstract new () => Element = HTMLElement): Element {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(
    `Cannot show the page as #${id} must be a ${type.name}: current value is ${found}`,
  );
}
