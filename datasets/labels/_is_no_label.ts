import { partOf } from "../folders/_part_of.ts";

/** What programs write where a value is missing. */
const MISSING_VALUE = /^(?:-\d+(?:\.0+)?|nan|<na>|n\/a|null|\?+)$/i;

/** Whether a label says that a video has none: "-1", "NaN", "unlabeled". */
export function isNoLabel(label: string): boolean {
  return MISSING_VALUE.test(label) || partOf(label) === "unlabeled";
}
