/** Characters of a text of somebody else that a message shows. */
const SHOWN = 100;

/** Shortens a text that is too long for a message. */
export function shorten(text: string, shown = SHOWN): string {
  return text.length > shown ? `${text.slice(0, shown - 3)}...` : text;
}
