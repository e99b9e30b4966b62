/** The longest time of a timer; with a longer one it would fire at once. */
const MAX_MILLISECONDS = 2 ** 31 - 1;

/** Returns a time in milliseconds that a timer can wait for. */
export function timerMilliseconds(seconds: number): number {
  return Math.min(1000 * seconds, MAX_MILLISECONDS);
}
