/**
 * Counts the characters at the end of a text that are of a kind. A regular expression would look
 * from each character to the end.
 *
 * @param kind Matches one character.
 * @param end Where the text ends.
 */
export function lengthAtEnd(text: string, kind: RegExp, end = text.length): number {
  let start = end;
  while (start > 0 && kind.test(text.charAt(start - 1))) start--;
  return end - start;
}
