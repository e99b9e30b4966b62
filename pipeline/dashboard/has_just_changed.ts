/** How long two changes may have the same time, at most: file systems count time in steps. */
const TIME_STEP_MILLISECONDS = 5000;

/**
 * Whether a file or folder may change once more without another stamp, as it has changed just now.
 *
 * @param stamp What {@linkcode changeStamp} has returned for it.
 */
export function hasJustChanged(stamp: string): boolean {
  return Date.now() - Number(stamp.split(" ").at(-1)) < TIME_STEP_MILLISECONDS;
}
