/**
 * Whether a line of a list says nothing: it has only blanks, and the separators that spreadsheets
 * write for rows without values.
 */
export function isBlankLine(line: string): boolean {
  return /^[\s,;]*$/.test(line);
}
