/** Frames of several windows in a file, one after the other. */
export interface FrameShape {
  /** Frames of each window. */
  readonly frameCount: number;
  readonly width: number;
  readonly height: number;
}

/** How the frames of two loaders differ. */
export interface FrameDifference {
  /** Mean absolute difference of all values, in levels of 0 to 255. */
  readonly mean: number;
  /** Share of the values that differ by more than {@linkcode NOTABLE_LEVELS}. */
  readonly notable: number;
  /** The frame that differs most. */
  readonly worst: {
    /** Mean absolute difference of its values. */
    readonly mean: number;
    /** Its window, counted from 0. */
    readonly window: number;
    /** Its number in the window, counted from 0. */
    readonly frame: number;
  };
}

/** A difference of more levels is counted. */
export const NOTABLE_LEVELS = 8;

/** The most by which a frame may differ in the mean, in levels: by another scaler, not another image. */
export const MOST_LEVELS = 2.5;

/**
 * Compares the frames of two files, uint8 of `[windows, frames, height, width, 3]`.
 *
 * @throws {RangeError} If they are of different lengths, or hold no frame.
 */
export async function compareFrames(
  paths: readonly [string, string],
  { frameCount, width, height }: FrameShape,
): Promise<FrameDifference> {
  const [ours, others] = await Promise.all(paths.map((path) => Deno.readFile(path))) as [
    Uint8Array,
    Uint8Array,
  ];
  const frameBytes = width * height * 3;
  if (ours.length !== others.length || ours.length === 0 || ours.length % frameBytes !== 0) {
    throw new RangeError(
      `Cannot compare frames as both loaders must give whole frames, and as many: ` +
        `current values are ${ours.length} and ${others.length} bytes`,
    );
  }
  let [total, notable] = [0, 0];
  let worst = { mean: -1, window: 0, frame: 0 };
  for (let start = 0; start < ours.length; start += frameBytes) {
    const end = start + frameBytes;
    const difference = compareImages(ours.subarray(start, end), others.subarray(start, end));
    total += difference.total;
    notable += difference.notable;
    const index = start / frameBytes;
    const mean = difference.total / frameBytes;
    if (mean <= worst.mean) continue;
    worst = { mean, window: Math.floor(index / frameCount), frame: index % frameCount };
  }
  return { mean: total / ours.length, notable: notable / ours.length, worst };
}

/** Whether every frame shows the same image. */
export function areSameFrames({ worst }: Pick<FrameDifference, "worst">): boolean {
  return worst.mean <= MOST_LEVELS;
}

function compareImages(first: Uint8Array, second: Uint8Array) {
  let [total, notable] = [0, 0];
  for (let index = 0; index < first.length; index++) {
    const difference = Math.abs(first[index]! - second[index]!);
    total += difference;
    if (difference > NOTABLE_LEVELS) notable++;
  }
  return { total, notable };
}
