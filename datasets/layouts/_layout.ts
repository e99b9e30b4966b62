import type { OfficialFolderOptions } from "../archives/_official_folder.ts";
import type { DataFolder } from "../folders/_data_folder.ts";
import type { FoundVideos } from "../_found_videos.ts";

/** Options of a {@linkcode Layout}. */
export interface LayoutOptions extends OfficialFolderOptions {
  /** Whether the user states that the folder has this layout, whatever its folders are called. */
  readonly isStated: boolean;
  /** Whether all labeled videos are tested, so that training videos need not be there. */
  readonly whole?: boolean | undefined;
  /** List of test videos, which is read besides. */
  readonly testList?: string | undefined;
}

/**
 * Reads a data set's folder if it has a certain layout.
 *
 * @returns Its videos, or null if it has another layout.
 * @throws {ManifestError} If the folder has this layout, but something in it is wrong.
 */
export type Layout = (
  folder: DataFolder,
  options: LayoutOptions,
) => Promise<FoundVideos | null> | FoundVideos | null;
