/// <reference lib="dom" />

/** Sets the text of an element; one that has it already is left alone, so that nothing is drawn. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
