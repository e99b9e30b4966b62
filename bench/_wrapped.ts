/** Width of a line of the project's pages. */
const WIDTH = 100;

/** Breaks a paragraph into lines as `deno fmt` does, so that a page with it stays formatted. */
export function wrapped(paragraph: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
