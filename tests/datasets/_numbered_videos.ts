import { runFfmpeg } from "./_fixtures.ts";

/** Size of a numbered video, and of the frames that {@linkcode numberOf} reads. */
export const NUMBERED_SIZE = { width: 96, height: 64 };

/** Number of bars: numbers are below 4,096. */
const BARS = 12;

/** Brightness from which a bar counts as white. */
const WHITE = 110;

/** A video whose frames show their numbers. */
export interface NumberedOptions {
  readonly frames: number;
  /** As ffmpeg reads it: "30", "30000/1001". */
  readonly rate: string;
  /**
   * Number of the first frame.
   * @default 0
   */
  readonly first?: number;
  /** Arguments after the input: codec and container. */
  readonly output: readonly string[];
  /** Arguments of a second input, for sound. */
  readonly sound?: readonly string[];
}

/**
 * Encodes frames that show their numbers as upright bars: the left one is bit 0, white is 1. They
 * can be read after lossy coding and scaling.
 */
export async function encodeNumbered(path: string, options: NumberedOptions): Promise<string> {
  const { frames, rate, first = 0, output, sound = [] } = options;
  const { width, height } = NUMBERED_SIZE;
  const bars = `255*mod(floor((N+${first})/pow(2\\,floor(X/W*${BARS})))\\,2)`;
  await runFfmpeg([
    ...["-f", "lavfi", "-i"],
    `color=black:s=${width}x${height}:r=${rate},format=gray,geq=lum=${bars},format=yuv420p`,
    ...[...sound, "-frames:v", String(frames), ...output, path],
  ]);
  return path;
}

/** Returns the number that a frame shows. */
export function numberOf(frame: Uint8Array): number {
  const { width, height } = NUMBERED_SIZE;
  let number = 0;
  for (let bar = 0; bar < BARS; bar++) {
    const x = (bar + 0.5) * width / BARS;
    const green = frame[((height / 2) * width + x) * 3 + 1] ?? 0;
    if (green > WHITE) number |= 1 << bar;
  }
  return number;
}
