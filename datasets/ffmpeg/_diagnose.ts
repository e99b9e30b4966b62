import { withoutName } from "./_without_name.ts";
import { DecodeError } from "./decode_error.ts";

/** How a run of ffmpeg ended. */
export interface FfmpegOutcome {
  readonly exitCode: number;
  /** The first and the last lines that it wrote on stderr. */
  readonly stderr: string;
  /** Number of the last image that it named there by itself, from 0; undefined if it named none. */
  readonly lastImage?: string | undefined;
}

/** Why a file is refused that may open others. */
const NO_VIDEO_FORMAT =
  "its format must be one that holds images and opens no other files, not a playlist or a script";

/** What ffmpeg says of an MP4 whose end is missing, and of much that only has such a name. */
const NO_INDEX = "its index is missing, as in a file that was cut off: moov atom not found";

/** All that ffmpeg says of most files that are not videos. */
const UNKNOWN_DATA = "Invalid data found when processing input";

/** Returns the error of a file that gave no frame, from the file itself and what ffmpeg wrote. */
export async function diagnose(path: string, outcome: FfmpegOutcome): Promise<DecodeError> {
  const { exitCode, stderr } = outcome;
  const details = { path, exitCode, stderr };
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(path);
  } catch (cause) {
    const reason = cause instanceof Deno.errors.NotFound
      ? "the file does not exist"
      : `the file cannot be read (${(cause as Error).message})`;
    return new DecodeError(reason, { ...details, cause });
  }
  if (info.isDirectory) return new DecodeError("it is a folder", details);
  if (!info.isFile) return new DecodeError("it is not a file", details);
  if (info.size === 0) return new DecodeError("the file is empty", details);
  return new DecodeError(reasonOf(outcome, path), details);
}

/**
 * Returns the lines of ffmpeg's stderr without its `[decoder @ 0x…]` prefixes and the file's name.
 */
export function messageLines(stderr: string, path: string): string[] {
  return withoutName(stderr, path).split(/[\r\n]+/).map((line) =>
    line
      .replace(/^(\[[^\]]* @ [^\]]*\] *)+/, "")
      .replace(/^(Error opening input(?: files)?: )+/, "")
      .replace(`${path}: `, "")
      .trim()
  ).filter((line) => line !== "");
}

/**
 * Returns why ffmpeg gave no frame, in one line.
 *
 * @param path The file, or another name under which ffmpeg opened the video.
 */
export function reasonOf({ exitCode, stderr: text }: FfmpegOutcome, path: string): string {
  const stderr = withoutName(text, path);
  if (/matches no streams/.test(stderr)) return "no video stream";
  if (/moov atom not found/.test(stderr)) return NO_INDEX;
  if (/Format not on whitelist/.test(stderr)) return NO_VIDEO_FORMAT;
  const decoder = /Decoder \(codec (\w+)\) not found|[Nn]o decoder for (\w+)/.exec(stderr);
  if (decoder !== null) return `this ffmpeg has no decoder for ${decoder[1] ?? decoder[2]}`;
  const reason = messageLines(stderr, path).at(-1);
  if (reason === UNKNOWN_DATA) return `not a video, or a damaged one: ${reason}`;
  return reason ?? `ffmpeg gave no frames and no reason (exit status ${exitCode})`;
}
