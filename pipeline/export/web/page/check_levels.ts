/** Neither of them divides the length of a row of pixels. */
const [STEP, LONG_STEP] = [7919, 104729];

/**
 * Makes the clip by which a page checks that a backend computes what the program does: levels that
 * change from pixel to pixel and from frame to frame, the same on every machine.
 *
 * @param length Number of levels.
 */
export function checkLevels(length: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, index) => {
    return (index * STEP + Math.floor(index / 97) * LONG_STEP) % 256;
  });
}
