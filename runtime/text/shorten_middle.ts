/** Characters of a message, at most. */
const LIMIT = 1200;

/** Characters that stay at the end, where a message says what to do. */
const END = 400;

/** Shortens a message that holds too much of somebody else's text: its middle is left out. */
export function shortenMiddle(message: string): string {
  if (message.length <= LIMIT) return message;
  return `${message.slice(0, LIMIT - END)} [...] ${message.slice(-END)}`;
}
