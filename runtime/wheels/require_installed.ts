import { isReadOnly } from "../files/is_read_only.ts";
import { ChangedFileError } from "./changed_file_error.ts";
import { checkFolder } from "./check_folder.ts";
import { describeFiles, markChecked, readMark } from "./checked_mark.ts";
import { findMisfit } from "./find_misfit.ts";
import type { PinnedFolder } from "./pinned_folder.ts";
import type { ReportProgress } from "./progress.ts";

/**
 * Requires that a folder holds what was installed in it. Reads the files only if their lengths or
 * times are other than when they were last checked: a changed library would crash this process
 * while it is loaded.
 *
 * @param report Called with the progress, if the files are read.
 * @throws {ChangedFileError} If a file is another.
 * @throws {Error} If a file is missing.
 */
export async function requireInstalled(
  folder: PinnedFolder,
  report?: ReportProgress,
): Promise<void> {
  const misfit = await findMisfit(folder);
  if (misfit?.isMissing) throw new Error(`there is no file ${misfit.path}`);
  if (misfit !== null) {
    throw new ChangedFileError(misfit.path, { folder, reason: misfit.reason });
  }
  if (await readMark(folder) === await describeFiles(folder)) return;
  await checkFolder(folder, report);
  try {
    await markChecked(folder);
  } catch (error) {
    // A cache that others keep for this user: it is then checked at each start.
    if (!isReadOnly(error)) throw error;
  }
}
