import { isOlder } from "../../runtime/install/mod.ts";
import type { DoctorProblem } from "./problem.ts";

/** Versions before this one are named as old. */
const PRESENT_FFMPEG = "5.0";

/** Returns the problem with a version of ffmpeg, if any. */
export function judgeFfmpeg(version: string): DoctorProblem | null {
  const [, release] = /^n?(\d+\.\d+)/.exec(version) ?? [];
  if (release === undefined || !isOlder(release, PRESENT_FFMPEG)) return null;
  return {
    what:
      `ffmpeg ${version} is old: it lacks newer codecs, and ends at the first of the recordings ` +
      "that were joined in a Matroska file",
    remedy: "Run 'deno task setup', which fetches a newer one if it can, or install one.",
    fatal: false,
  };
}
