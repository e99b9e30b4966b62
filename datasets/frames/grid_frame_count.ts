/** How many frames of a time grid a length in seconds fills: at least one. */
export function gridFrameCount(durationSec: number, framesPerSecond: number): number {
  return Math.max(1, Math.round(durationSec * framesPerSecond));
}
