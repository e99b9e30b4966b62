import type { VideoEntry } from "../manifest.ts";

/**
 * Returns the part of a name that all cuts of a source share ("v_Lunges_g07"), if it names a group.
 */
export function sourceOf({ id }: Pick<VideoEntry, "id">): string | undefined {
  const name = id.slice(id.lastIndexOf("/") + 1);
  return /^.*?_g\d+(?=_)/s.exec(name)?.[0];
}
