import type { NamedVideo } from "../_found_videos.ts";

/** Returns the name of the folder that a video is in; empty if it has none in the data set. */
export function folderOf({ id }: Pick<NamedVideo, "id">): string {
  return id.split("/").at(-2) ?? "";
}
