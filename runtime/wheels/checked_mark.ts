import { join } from "node:path";
import type { PinnedFolder } from "./pinned_folder.ts";

/** Name of the file that remembers which files were checked. */
const MARK = "checked.txt";

type Files = Pick<PinnedFolder, "path" | "files">;

/** Describes the files of a folder: what each must be, and its length and time. */
export async function describeFiles({ path, files }: Files): Promise<string> {
  let text = "";
  for (const { fileName, sha256 } of files) {
    const { size, mtime } = await Deno.stat(join(path, fileName));
    // In whole seconds, as archives and images of machines keep the time no finer.
    const seconds = Math.floor((mtime?.getTime() ?? 0) / 1000);
    text += `${sha256} ${size} ${seconds} ${fileName}\n`;
  }
  return text;
}

/** Returns the description that was last written; empty if there is none. */
export async function readMark({ path }: Files): Promise<string> {
  try {
    return await Deno.readTextFile(join(path, MARK));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/** Writes down that the files of a folder, as they are now, were checked. */
export async function markChecked(folder: Files): Promise<void> {
  await Deno.writeTextFile(join(folder.path, MARK), await describeFiles(folder));
}
