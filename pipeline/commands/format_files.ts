import type { DescribedFile } from "../config/describe_files.ts";

/** Formats a list of files that come with the program, one a line: name, and what it is for. */
export function formatFiles(files: readonly DescribedFile[]): string {
  const width = Math.max(...files.map(({ name }) => name.length));
  return files.map(({ name, about }) => `${name.padEnd(width)}  ${about}`).join("\n");
}
