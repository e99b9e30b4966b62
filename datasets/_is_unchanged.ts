import { fileFingerprint } from "./file_fingerprint.ts";
import { fileStamp } from "./file_stamp.ts";
import type { VideoEntry } from "./manifest.ts";

/**
 * Whether a video's file is the one that was indexed. It is if it has the same size and time, or, as
 * a copy on another machine has its own time, the same fingerprint. A file of which nothing was
 * indexed counts as unchanged.
 */
export async function isUnchanged(
  { path, stamp, fingerprint }: Pick<VideoEntry, "path" | "stamp" | "fingerprint">,
): Promise<boolean> {
  if (stamp === undefined) return true;
  const { bytes, modified } = await fileStamp(path);
  if (bytes !== stamp.bytes) return false;
  return modified === stamp.modified || await fileFingerprint(path) === fingerprint;
}
