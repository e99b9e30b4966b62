import { type FileStamp, fileStamp } from "./file_stamp.ts";

/**
 * Whether a file has the size and time that it had earlier.
 *
 * @param stamp Its earlier ones; a file of which none are known counts as unchanged.
 */
export async function isUnchanged(path: string, stamp: FileStamp | undefined): Promise<boolean> {
  if (stamp === undefined) return true;
  const { bytes, modified } = await fileStamp(path);
  return bytes === stamp.bytes && modified === stamp.modified;
}
