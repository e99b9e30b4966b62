import type { ListedFile } from "../lists/_listed_files.ts";

/** Returns what a line says, for messages: "line 3 gives 'run/a.avi' the label '1'". */
export function describeLine({ line, id, className }: ListedFile): string {
  return `line ${line} gives '${id}' the label '${className}'`;
}
