import { type Html, markup } from "./html.ts";

/** Writes a paragraph beside the point: how what follows is to be read. */
export function note(text: string): Html {
  return markup`<p class="muted">${text}</p>`;
}
