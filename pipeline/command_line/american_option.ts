/**
 * Writes an option of the command line in American spelling, which has a single l in "unlabeled".
 * Returns all other words as they are.
 */
export function americanOption(word: string): string {
  return word.replace(/^(--[a-z-]*label)l(?=ed)/, "$1");
}
