import { statIfPresent } from "../files/stat_if_present.ts";

/** Returns what changes when a file is written or replaced; empty if there is none. */
export function changeStamp(path: string): string {
  const info = statIfPresent(path);
  if (info === undefined) return "";
  return `${info.ino} ${info.size} ${info.mtime?.getTime()}`;
}
