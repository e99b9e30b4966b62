/**
 * Prints a text of several lines on standard output. What it says of names of others must have gone
 * through `plainLine()`: here their line breaks would be taken for those of the text.
 */
export function printText(text: string): void {
  for (const line of text.split("\n")) console.log(line);
}
