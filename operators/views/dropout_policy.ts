import type { StrongOperation } from "../clip.ts";
import type { StrongPolicy } from "./strong_policy.ts";

/** Options of {@linkcode dropoutPolicy}. */
export interface DropoutPolicyOptions {
  /** Probability that a color channel is dropped; one always stays. */
  readonly channels: number;
  /** Probability that a pixel is dropped. */
  readonly pixels: number;
  /** What is put in their place, a whole level from 0 to 255: the one that normalization makes zero. */
  readonly fill: number;
}

const CHANNELS = [0, 1, 2];
const LARGEST_INT32 = 2 ** 31 - 1;

/**
 * Dropout of the network's input, which the ActNetFormer paper names beside AutoAugment (Bouthillier et
 * al., arXiv 1506.08700): color channels, then pixels, are set to what the network sees as zero. What
 * stays is not scaled up, as levels end at 255. One draw a clip, the same for all its frames.
 *
 * @throws {RangeError} If an option is out of range, or nothing would ever be dropped.
 */
export function dropoutPolicy(options: DropoutPolicyOptions): StrongPolicy {
  const { channels, pixels, fill } = options;
  for (const [name, value] of Object.entries({ channels, pixels })) {
    if (value >= 0 && value < 1) continue;
    throw new RangeError(
      `Cannot make a strong policy as '${name}' must be at least 0 and below 1: ` +
        `current value is ${value}`,
    );
  }
  if (!Number.isInteger(fill) || fill < 0 || fill > 255) {
    throw new RangeError(
      `Cannot make a strong policy as 'fill' must be a whole level: current value is ${fill}`,
    );
  }
  if (channels === 0 && pixels === 0) {
    throw new RangeError(
      "Cannot make a strong policy as 'channels' or 'pixels' must be above 0: current value is 0",
    );
  }
  return (draws) => {
    const operations: StrongOperation[] = [];
    const dropped = CHANNELS.filter(() => draws.chance(channels));
    if (dropped.length === CHANNELS.length) dropped.splice(draws.integer(0, 2), 1);
    if (dropped.length > 0) operations.push({ name: "channelDropout", channels: dropped, fill });
    if (pixels > 0) {
      const seed = [draws.integer(0, LARGEST_INT32), draws.integer(0, LARGEST_INT32)] as const;
      operations.push({ name: "pixelDropout", rate: pixels, seed, fill });
    }
    return operations;
  };
}
