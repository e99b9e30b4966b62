import type { FoundVideos } from "../_found_videos.ts";
import type { Layout, LayoutOptions } from "./_layout.ts";
import { readClassFolders } from "./_class_folders.ts";
import { openDataFolder } from "../folders/_data_folder.ts";
import { readIndexFolder } from "./_index_folder.ts";
import { readOfficialFolder } from "../archives/_official_folder.ts";
import { onlyFolder } from "./_only_folder.ts";
import { readPreparedFolder } from "./_prepared_folder.ts";
import { readSplitFolders } from "./_split_folders.ts";
import { takeTestList } from "./_test_list.ts";
import { LAYOUT_NAMES, type LayoutName } from "./layout_names.ts";
import { ManifestError } from "../manifest_error.ts";

const LAYOUTS: Readonly<Record<LayoutName, Layout>> = {
  prepared: readPreparedFolder,
  index: readIndexFolder,
  official: readOfficialFolder,
  "split-folders": readSplitFolders,
  "class-folders": readClassFolders,
};

/** Options of {@linkcode readFolder}. */
export interface ReadFolderOptions extends Omit<LayoutOptions, "isStated"> {
  /** The layout that the folder has; if omitted, the first one that fits is used. */
  readonly layout?: LayoutName | undefined;
}

/**
 * Reads the videos of a folder, whatever its layout.
 *
 * @throws {ManifestError} If something in the folder or the test list is wrong, or the folder has
 * not the layout that it is stated to have.
 */
export async function readFolder(root: string, options: ReadFolderOptions): Promise<FoundVideos> {
  const { testList, missingShare } = options;
  const found = await readLayout(root, options);
  return testList === undefined
    ? found
    : await takeTestList(testList, { found, root, missingShare });
}

async function readLayout(
  root: string,
  { layout, ...options }: ReadFolderOptions,
): Promise<FoundVideos> {
  const names = layout === undefined ? LAYOUT_NAMES : [layout];
  const layoutOptions = { ...options, isStated: layout !== undefined };
  let folder = await openDataFolder(root);
  for (;;) {
    for (const name of names) {
      const found = await LAYOUTS[name](folder, layoutOptions);
      if (found === null) continue;
      const notes = folder.root === root
        ? []
        : [`read '${folder.root}', which holds all videos of '${root}'`];
      return { ...found, notes: [...notes, ...found.notes] };
    }
    const inner = await onlyFolder(folder);
    if (inner === null) throw new ManifestError(root, `it does not have the layout '${layout}'`);
    folder = inner;
  }
}
