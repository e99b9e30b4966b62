import { sourceOf } from "./source_of.ts";
import type { VideoEntry } from "../manifest.ts";
import { hasVideoExtension } from "../_video_extension.ts";

/**
 * Returns the name that all videos of one recording share, among those of one folder: their source,
 * or the name of the file without its extension, as `1.avi` and `1.mp4` beside each other are mostly
 * the same in two formats.
 */
export function recordingOf({ id }: Pick<VideoEntry, "id">): string {
  return sourceOf({ id }) ?? (hasVideoExtension(id) ? id.slice(0, id.lastIndexOf(".")) : id);
}
