import { suggest } from "./suggest.ts";

/**
 * Returns a question for the end of a message, such as `; did you mean run?`; empty if no word is
 * similar.
 */
export function didYouMean(written: string, words: Iterable<string>): string {
  const word = suggest(written, words);
  return word === undefined ? "" : `; did you mean ${word}?`;
}
