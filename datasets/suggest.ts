import { distance } from "fastest-levenshtein";

/** Changed letters that a mistyped word may have, as a share of its length. */
const CHANGED_SHARE = 0.4;

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
  const candidates = [...words].map((word) => ({
    word,
    changes: distance(wanted, word.toLowerCase()),
  }));
  const fewest = Math.min(...candidates.map(({ changes }) => changes));
  if (fewest <= CHANGED_SHARE * wanted.length) {
    return candidates.find(({ changes }) => changes === fewest)?.word;
  }
  if (wanted.length < SHORTEST_START) return undefined;
  const longer = candidates.filter(({ word }) => word.toLowerCase().startsWith(wanted));
  return longer.length === 1 ? longer[0]?.word : undefined;
}
