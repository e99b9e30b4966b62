import type { VideoContent } from "../run/kept_videos.ts";

/** Bytes of a video's file, or of that which it was prepared from; 0 if it could not be read. */
export function originalBytesOf({ fingerprint, originalBytes }: VideoContent): number {
  return originalBytes ?? Number(fingerprint?.split(" ")[0] ?? 0);
}
