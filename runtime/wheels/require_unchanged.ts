import { checkFolder } from "./check_folder.ts";
import { describeFiles, markChecked, readMark } from "./checked_mark.ts";
import type { PinnedFolder } from "./pinned_folder.ts";
import type { ReportProgress } from "./progress.ts";

/**
 * Requires that the files of a folder are those that were installed. Reads them only if their
 * lengths or times are other than when they were last checked: a changed library would crash this
 * process while it is loaded.
 *
 * @param folder Its files exist.
 * @param report Called with the progress, if the files are read.
 * @throws {ChangedFileError} If a file is another.
 */
export async function requireUnchanged(
  folder: PinnedFolder,
  report?: ReportProgress,
): Promise<void> {
  if (await readMark(folder) === await describeFiles(folder)) return;
  await checkFolder(folder, report);
  try {
    await markChecked(folder);
  } catch (error) {
    // A cache that others keep for this user: it is then checked at each start.
    if (!isReadOnly(error)) throw error;
  }
}

function isReadOnly(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied ||
    (error as { readonly code?: string }).code === "EROFS";
}
