import { join } from "node:path";
import type { OfficialLists } from "./_official_lists.ts";
import { readWords } from "../lists/_read_text.ts";
import type { ListedVideo } from "../splits/read_published_split.ts";
import { ManifestError } from "../manifest_error.ts";

const UCF_LIST = /^(?:train|test)list\d+\.txt$/;

/** Whether files beside each other are the lists of UCF-101. */
export function areUcfLists(files: readonly string[]): boolean {
  return files.includes(UCF_CLASS_FILE) && files.some((name) => UCF_LIST.test(name));
}

/** The file that numbers the classes of UCF-101. */
const UCF_CLASS_FILE = "classInd.txt";

/**
 * Reads the first official split of UCF-101.
 *
 * @param folder The folder of its lists.
 * @throws {ManifestError} If a list is missing, or does not fit the classes.
 */
export async function readUcfLists(folder: string): Promise<OfficialLists> {
  const classes = await readClasses(join(folder, UCF_CLASS_FILE));
  return {
    title: "official split 1",
    classes,
    train: await readVideos(join(folder, "trainlist01.txt"), classes),
    test: await readVideos(join(folder, "testlist01.txt"), classes),
    notes: [],
  };
}

async function readClasses(path: string): Promise<string[]> {
  const classes: string[] = [];
  for (const [index, name] of await readWords(path)) {
    const next = classes.length + 1;
    if (Number(index) !== next || name === undefined) {
      throw new ManifestError(path, `line ${next} must be '${next} CLASS'`);
    }
    classes.push(name);
  }
  return classes;
}

/**
 * Reads lines "CLASS/FILE INDEX", where the index, from 1, is missing in test lists.
 *
 * @throws {ManifestError} If a class is unknown, or an index not that of the class folder.
 */
async function readVideos(path: string, classes: readonly string[]): Promise<ListedVideo[]> {
  const lines = await readWords(path);
  const known = new Set(classes);
  return lines.map(([written = "", index]) => {
    const [folder = ""] = written.split("/");
    const className = index === undefined ? folder : classes[Number(index) - 1];
    if (className !== undefined && known.has(className)) {
      if (folder === className || !known.has(folder)) return { written, className };
      throw new ManifestError(
        path,
        `the class of '${written}' has the number ${index}, which is '${className}' in ` +
          `${UCF_CLASS_FILE}, but the folder says '${folder}'`,
      );
    }
    throw new ManifestError(
      path,
      `the class '${index ?? folder}' of '${written}' is none of the ${classes.length} in ` +
        UCF_CLASS_FILE,
    );
  });
}
