/// <reference lib="dom" />

/** Calls a function with the width of an element in pixels, now and when it changes. */
export function onResize(element: Element, show: (width: number) => void): void {
  let shown = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === 0 || width === shown) return;
    shown = width;
    // After the observer's round: what is drawn may change the layout again.
    requestAnimationFrame(() => show(width));
  }).observe(element);
}
