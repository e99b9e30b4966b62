import { join } from "node:path";
import { ChangedFileError } from "./changed_file_error.ts";
import { checkFile } from "./check_file.ts";
import { bytesOf } from "./free_space.ts";
import type { PinnedFolder } from "./pinned_folder.ts";
import type { ReportProgress } from "./progress.ts";
import { reasonOf } from "./reason_of.ts";

/**
 * Reads all files of an installed folder and compares them with what was installed there, which
 * takes seconds for TensorFlow.
 *
 * @param report Called with the progress.
 * @throws {ChangedFileError} If a file is another.
 */
export async function checkFolder(
  folder: PinnedFolder,
  report: ReportProgress = () => {},
): Promise<void> {
  const totalBytes = bytesOf(folder.files);
  let checkedBytes = 0;
  for (const file of folder.files) {
    const path = join(folder.path, file.fileName);
    try {
      await checkFile(path, file, (readBytes) => {
        report({ stage: "checking", doneBytes: checkedBytes + readBytes, totalBytes });
      });
    } catch (error) {
      if (error instanceof Deno.errors.NotCapable) throw error;
      throw new ChangedFileError(path, { folder, reason: reasonOf(error) });
    }
    checkedBytes += file.bytes;
  }
}
