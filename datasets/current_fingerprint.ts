import { fileFingerprint } from "./file_fingerprint.ts";
import { isUnchanged } from "./_is_unchanged.ts";
import type { VideoEntry } from "./manifest.ts";

/**
 * Returns what identifies the content of a video's file as it is now. Of a video from a database the
 * ends of the file are read only if its size or time is another one than when it was indexed.
 *
 * @returns As {@linkcode fileFingerprint}.
 */
export async function currentFingerprint(
  video: Pick<VideoEntry, "path" | "fingerprint" | "stamp">,
): Promise<string | null> {
  const { path, fingerprint } = video;
  const isKnown = fingerprint !== undefined && await isUnchanged(video);
  return isKnown ? fingerprint : await fileFingerprint(path);
}
