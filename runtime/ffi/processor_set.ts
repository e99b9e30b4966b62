/** Bits of a set of processors, as Linux takes it: as many as it knows at most. */
const MOST_PROCESSORS = 8192;

/** A set of processors as `sched_setaffinity` of sched.h takes it: bit n stands for number n. */
export class ProcessorSet {
  /** The bits, from the lowest of the first byte on. */
  readonly bytes: Uint8Array<ArrayBuffer> = new Uint8Array(MOST_PROCESSORS / 8);

  /** Creates a set of these processors. */
  constructor(numbers: Iterable<number> = []) {
    for (const number of numbers) this.bytes[number >> 3]! |= 1 << (number & 7);
  }

  /** The numbers of its processors, in order. */
  get numbers(): number[] {
    return [...this.bytes.entries()].filter(([, byte]) => byte !== 0).flatMap(([index, byte]) =>
      BITS.filter((bit) => (byte >> bit & 1) === 1).map((bit) => 8 * index + bit)
    );
  }
}

const BITS = [0, 1, 2, 3, 4, 5, 6, 7] as const;
