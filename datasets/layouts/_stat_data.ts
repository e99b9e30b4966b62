import { isArchive } from "./_is_archive.ts";
import { ManifestError } from "../manifest_error.ts";
import { hasVideoExtension } from "../_video_extension.ts";

/** What programs for tables name their own files. */
const SPREADSHEET = /\.(?:xlsx?|xlsm|xlsb|ods|numbers)$/i;

/**
 * Returns what a path of videos leads to.
 *
 * @throws {ManifestError} If that is neither a folder nor a list.
 */
export async function statData(path: string): Promise<Deno.FileInfo> {
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new ManifestError(path, "it does not exist", { cause });
  }
  if (info.isFile && hasVideoExtension(path)) {
    throw new ManifestError(path, "it must be a folder or a list, not a single video");
  }
  if (info.isFile && isArchive(path)) {
    throw new ManifestError(path, "it must be a folder or a list: unpack the archive first");
  }
  if (info.isFile && SPREADSHEET.test(path)) {
    throw new ManifestError(
      path,
      "it must be a folder or a list: save the spreadsheet as CSV first",
    );
  }
  if (!info.isFile && !info.isDirectory) {
    throw new ManifestError(path, "it must be a folder or a list");
  }
  return info;
}
