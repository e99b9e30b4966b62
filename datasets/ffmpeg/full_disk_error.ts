/** What ffmpeg says when the disk, or the user's share of it, is full. */
const FULL_DISK = /No space left on device|Disk quota exceeded/;

/**
 * Returns the system's error of a full disk if that is why ffmpeg failed; undefined if it is not.
 *
 * @param stderr What ffmpeg wrote.
 * @param path The file that it was to write.
 */
export function fullDiskError(stderr: string, path: string): Error | undefined {
  if (!FULL_DISK.test(stderr)) return undefined;
  const error = new Error(`No space left on device (os error 28): write '${path}'`);
  return Object.assign(error, { code: "ENOSPC" });
}
