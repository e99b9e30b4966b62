/** Characters of a text of somebody else that a message shows. */
const SHOWN = 80;

/** Shortens a text that is too long for a message. */
export function shorten(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 3)}...` : text;
}
