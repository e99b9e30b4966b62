import { VIDEO_BOUNDS } from "./video_bounds.ts";
import type { VideoProbe } from "./video_probe.ts";

/** What ffmpeg's description of a file says. */
export interface ParsedProbe extends Pick<VideoProbe, "claimedSec" | "framesPerSecond"> {
  /** ffmpeg's names of the container, for example "mov,mp4,m4a,3gp,3g2,mj2". */
  readonly container: string;
  /** Time of the file's start in seconds; seeking counts from it. */
  readonly fileStartSec: number;
  /** Whether the container says how the video is turned or mirrored. */
  readonly hasDisplayMatrix: boolean;
}

/** The arguments of ffmpeg that keep a file's text out of the description of what it writes. */
export const WITHOUT_TAGS = ["-map_metadata", "-1", "-map_chapters", "-1"] as const;

/** How the description of what is written begins. */
const OUTPUT = "[info] Output #0, framecrc, to 'pipe:1':";

/** The line about a file's length, whole: no tag looks like it unless it was made to. */
const DURATION =
  /^\[info\] {3}Duration: (N\/A|[-:.\d]+)(?:, start: (-?\d+\.\d+))?, bitrate: (?:N\/A|-?\d+ kb\/s)$/;

/**
 * Parses what `ffmpeg -v level+info -i` says about a file that it copies with
 * {@linkcode WITHOUT_TAGS}.
 *
 * A file's name and tags are written between ffmpeg's own lines, and may hold line breaks and
 * anything else. So the name is removed before; a fact counts only from a line that begins with its
 * level; the images are described by what ffmpeg says about its output, which has no text of the
 * file and comes last; and of the file's length there must be one line.
 *
 * @param text What ffmpeg wrote, with the levels of its messages and {@linkcode withoutName}.
 * @returns Null if it is not clear what ffmpeg says itself.
 */
export function parseProbe(text: string): ParsedProbe | null {
  const lines = text.split(/\r?\n/);
  const output = lines.lastIndexOf(OUTPUT);
  const inputs = lines.slice(0, output).map((line) =>
    /^\[info\] Input #0, (\S+), from ''/.exec(line)
  );
  const [input, secondInput] = inputs.filter((found) => found !== null);
  const [duration, secondDuration] = lines.slice(0, output)
    .map((line) => DURATION.exec(line))
    .filter((found) => found !== null);
  if (output < 0 || input === undefined || duration === undefined) return null;
  if (secondInput !== undefined || secondDuration !== undefined) return null;
  return {
    container: input[1] ?? "",
    fileStartSec: Number(duration[2] ?? 0),
    claimedSec: parseDuration(duration[1] ?? ""),
    ...describeOutput(lines.slice(output + 1)),
  };
}

function describeOutput(
  lines: readonly string[],
): Pick<ParsedProbe, "framesPerSecond" | "hasDisplayMatrix"> {
  const index = lines.findIndex((line) => /^\[info\] +Stream #0:0.*: Video: /.test(line));
  return {
    framesPerSecond: parseFrameRate(lines[index] ?? ""),
    hasDisplayMatrix: lines.slice(index + 1)
      .some((line) => /^\[info\] +display ?matrix: /i.test(line)),
  };
}

function parseFrameRate(line: string): number | null {
  const [, digits, unit] = /, ([\d.]+)(k?) fps/.exec(line) ?? [];
  if (digits === undefined) return null;
  const rate = Number(digits) * (unit === "k" ? 1000 : 1);
  return rate <= VIDEO_BOUNDS.framesPerSecond ? rate : null;
}

function parseDuration(text: string): number | null {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text) ?? [];
  const durationSec = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return durationSec > 0 ? durationSec : null;
}
