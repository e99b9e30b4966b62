import { relative, resolve, sep } from "node:path";

/** Returns a path relative to a folder, with forward slashes. */
export function relativePath(path: string, folder: string): string {
  return relative(resolve(folder), resolve(path)).split(sep).join("/");
}
