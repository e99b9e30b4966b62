/**
 * Quotes a word for the shell; a word of letters, digits and the usual signs of paths stays as it
 * is.
 */
export function quoteForShell(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
