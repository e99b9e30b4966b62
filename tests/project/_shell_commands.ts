/** A command that a page shows. */
export interface ShellCommand {
  /** The words, without quotes. */
  readonly words: readonly string[];
  /** The line of the page, counted from 1. */
  readonly line: number;
}

/**
 * Finds the commands that begin with `deno` or `npx` in the code blocks of a Markdown page,
 * indented by four spaces or fenced as `sh`. What follows ` # ` is a comment.
 */
export function findShellCommands(page: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let fence: string | null = null;
  for (const [index, line] of page.split("\n").entries()) {
    const opened = /^```(\w*)/.exec(line);
    if (opened !== null) {
      fence = fence === null ? opened[1] ?? "" : null;
      continue;
    }
    const isCode = fence === null ? line.startsWith("    ") : ["sh", "bash"].includes(fence);
    if (!isCode) continue;
    for (const part of line.replace(/ # .*$/, "").split(/&&|[|;]/)) {
      const words = splitWords(part);
      if (words[0] === "deno" || words[0] === "npx") commands.push({ words, line: index + 1 });
    }
  }
  return commands;
}

/** Splits at spaces outside of quotes, as a shell does. */
function splitWords(text: string): string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}
