/** Windows that wait for an earlier one to be decoded, beside the one that each decoder works on. */
const WINDOWS_PER_DECODER = 2;

/**
 * Returns how many clips may be between the source and the end of a step: those of one step on the
 * device, those of the next one, and what keeps the decoders busy meanwhile, as results wait for
 * the slowest window before them.
 *
 * How fast the device is does not matter. With those of two steps alone, many decoders idle: 16 of
 * them reach less than half of the ideal with 6 clips a step, and 94 % with this (simulated).
 *
 * @param perStep Clips of a step.
 * @param decoders Decoders that run at the same time.
 */
export function defaultCredits(perStep: number, decoders: number): number {
  return 2 * perStep + WINDOWS_PER_DECODER * decoders;
}
