import { ChangedFileError } from "../wheels/changed_file_error.ts";
import { checkFolder } from "../wheels/check_folder.ts";
import type { ReportProgress } from "../wheels/progress.ts";
import { changedLibraryError } from "./changed_library_error.ts";
import type { TensorFlowLibraries } from "./locate_tensorflow.ts";

/**
 * Reads TensorFlow's libraries in the user's cache and compares them with what was installed, which
 * takes seconds. Nothing is known of libraries that are elsewhere.
 *
 * @param report Called with the progress.
 * @throws {ProvisionError} If a file is another.
 */
export async function checkLibraries(
  { folder }: Pick<TensorFlowLibraries, "folder">,
  report?: ReportProgress,
): Promise<void> {
  if (folder === undefined) return;
  try {
    await checkFolder(folder, report);
  } catch (error) {
    throw error instanceof ChangedFileError ? changedLibraryError(error) : error;
  }
}
