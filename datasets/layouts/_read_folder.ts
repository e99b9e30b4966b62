import { readClassFolders } from "./_class_folders.ts";
import { readIndexCsv } from "./_index_csv.ts";
import type { FoundVideos, Layout, LayoutOptions } from "./_layout.ts";
import { readOfficialFolder } from "./_official_folder.ts";
import { readPreparedFolder } from "./_prepared_folder.ts";
import { readSplitFolders } from "./_split_folders.ts";
import { takeTestList } from "./_test_list.ts";
import { listFolder } from "../_list_folder.ts";

/**
 * The layouts of a data set's folder, in the order in which they are tried: the first that fits is
 * used.
 */
const LAYOUTS: readonly Layout[] = [
  readPreparedFolder,
  readIndexCsv,
  readOfficialFolder,
  readSplitFolders,
  readClassFolders,
];

/** Options of {@linkcode readFolder}. */
export interface ReadFolderOptions extends LayoutOptions {
  /** List of test videos; its paths are relative to the folder. */
  readonly testList?: string | undefined;
}

/**
 * Reads the videos of a folder, whatever its layout.
 *
 * @throws {ManifestError} If something in the folder or the test list is wrong.
 */
export async function readFolder(root: string, options: ReadFolderOptions): Promise<FoundVideos> {
  const { testList, missingShare } = options;
  const found = await readLayout(root, { missingShare });
  return testList === undefined
    ? found
    : await takeTestList(testList, { found, root, missingShare });
}

async function readLayout(root: string, options: LayoutOptions): Promise<FoundVideos> {
  const folder = { root, entries: await listFolder(root) };
  for (const layout of LAYOUTS) {
    const found = await layout(folder, options);
    if (found !== null) return found;
  }
  throw new Error(`Cannot read '${root}' as the last layout must fit every folder`);
}
