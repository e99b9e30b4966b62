import { distance } from "fastest-levenshtein";

/** Changed letters that a mistyped word may have, as a share of its length. */
const CHANGED_SHARE = 0.4;

/** Letters of a word, at most; a longer text is not a mistyped word. */
const LONGEST_WORD = 100;

/** Length from which the start of a word says which one is meant. */
const SHORTEST_START = 3;

/**
 * Returns the word that someone most probably meant who wrote another one, whatever the case: the
 * one that differs least, or the only one that starts with what was written; undefined if none is
 * similar.
 *
 * @param written What was written, and is not among the words.
 * @param words What could have been meant.
 */
export function suggest(written: string, words: Iterable<string>): string | undefined {
  const wanted = written.toLowerCase();
  if (wanted.length > LONGEST_WORD) return undefined;
  const longer: string[] = [];
  let fewest = Math.floor(CHANGED_SHARE * wanted.length) + 1;
  let nearest: string | undefined;
  for (const word of words) {
    const known = word.toLowerCase();
    if (known.startsWith(wanted)) longer.push(word);
    // At least as many letters are changed as one is longer than the other.
    if (Math.abs(known.length - wanted.length) >= fewest) continue;
    const changes = distance(wanted, known);
    if (changes >= fewest) continue;
    fewest = changes;
    nearest = word;
  }
  if (nearest !== undefined || wanted.length < SHORTEST_START) return nearest;
  return longer.length === 1 ? longer[0] : undefined;
}
