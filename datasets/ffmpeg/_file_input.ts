import { VIDEO_FORMATS } from "./_video_formats.ts";

/**
 * The largest block of memory that ffmpeg may take at once: an image of 2²⁷ pixels in the color
 * format with the most bytes. What a file says that it holds, such as an index of 100 million
 * images, cannot take more.
 */
const MAX_BLOCK_BYTES = 2 ** 30;

/** Arguments of ffmpeg that bound each of its allocations. */
export const MEMORY_ARGUMENTS: readonly string[] = ["-max_alloc", String(MAX_BLOCK_BYTES)];

/**
 * Returns the options with which ffmpeg opens a video's file, up to `-i` and its value: it opens no
 * other file and no address, whatever the file holds.
 */
export function fileInput(path: string): readonly string[] {
  return [
    ...MEMORY_ARGUMENTS,
    ...formatArguments(VIDEO_FORMATS),
    ...["-protocol_whitelist", "file", "-i", `file:${path}`],
  ];
}

/** Returns the option that lets ffmpeg read some formats only. */
export function formatArguments(formats: readonly string[]): readonly string[] {
  return ["-format_whitelist", formats.join(",")];
}
