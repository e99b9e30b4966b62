/** Quotes a word for the shell, unless it has only letters, digits and the usual signs of paths. */
export function quoteForShell(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
