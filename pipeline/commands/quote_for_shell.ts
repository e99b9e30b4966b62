/** A word as a shell takes it: as it is, or in quotes where it holds more than letters of paths. */
export function quoteForShell(word: string): string {
  return /^[\w./:=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
