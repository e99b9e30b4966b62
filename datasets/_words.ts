import { shorten } from "../runtime/text/shorten.ts";

/** Returns "1 video", "2 videos": a count and its noun. */
export function pluralize(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Quotes the first `shown` names and counts the others: "'a', 'b' and 7 more". */
export function quotedList(names: readonly string[], shown = 5): string {
  const head = names.slice(0, shown).map((name) => `'${shorten(name)}'`).join(", ");
  return names.length > shown ? `${head} and ${names.length - shown} more` : head;
}
