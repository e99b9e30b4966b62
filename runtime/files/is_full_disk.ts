/** No space left on the device, the user's quota used up, and the longest file there may be. */
const FULL_CODES: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** Whether an error of the system says that the disk, or the user's share of it, is full. */
export function isFullDisk(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "string" &&
    FULL_CODES.has(error.code);
}
