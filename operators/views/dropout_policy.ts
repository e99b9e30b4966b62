import type { StrongOperation } from "../clip.ts";
import type { StrongPolicy } from "./strong_views.ts";

/** Options of {@linkcode dropoutPolicy}. */
export interface DropoutPolicyOptions {
  /** Probability that a color channel is dropped; one channel always remains. */
  readonly channels: number;
  /** Probability that a pixel is dropped. */
  readonly pixels: number;
  /** What replaces them, an integer from 0 to 255: the level that normalization makes zero. */
  readonly fill: number;
}

const CHANNELS = [0, 1, 2];
const MAX_INT32 = 2 ** 31 - 1;

/**
 * Returns dropout of the network's input, which the ActNetFormer paper names besides AutoAugment
 * (Bouthillier et al., arXiv 1506.08700): color channels, then pixels, are set to what the network
 * sees as zero.
 *
 * The remaining values are not scaled up, as levels end at 255. One draw for a clip, the same for
 * all its frames.
 *
 * @throws {RangeError} If an option is out of range, or nothing would ever be dropped.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { drawsFor, dropoutPolicy } from "@actnetformer/deno/operators/views";
 *
 * const key = { seed: 1, phase: 0, epoch: 0, video: "a", view: "strong" };
 * const policy = dropoutPolicy({ channels: 0, pixels: 0.1, fill: 115 });
 * const [operation] = policy(drawsFor(key));
 * assert.equal(operation!.name, "pixelDropout");
 * ```
 */
export function dropoutPolicy(options: DropoutPolicyOptions): StrongPolicy {
  checkDropoutPolicyOptions(options);
  const { channels, pixels, fill } = options;
  return (draws) => {
    const operations: StrongOperation[] = [];
    const dropped = CHANNELS.filter(() => draws.chance(channels));
    if (dropped.length === CHANNELS.length) dropped.splice(draws.integer(0, 2), 1);
    if (dropped.length > 0) operations.push({ name: "channelDropout", channels: dropped, fill });
    if (pixels > 0) {
      const seed = [draws.integer(0, MAX_INT32), draws.integer(0, MAX_INT32)] as const;
      operations.push({ name: "pixelDropout", rate: pixels, seed, fill });
    }
    return operations;
  };
}

function checkDropoutPolicyOptions({ channels, pixels, fill }: DropoutPolicyOptions): void {
  for (const [name, value] of Object.entries({ channels, pixels })) {
    if (value >= 0 && value < 1) continue;
    throw new RangeError(
      `Cannot make a strong policy as '${name}' must be at least 0 and below 1: ` +
        `current value is ${value}`,
    );
  }
  if (!Number.isInteger(fill) || fill < 0 || fill > 255) {
    throw new RangeError(
      "Cannot make a strong policy as 'fill' must be an integer from 0 to 255: " +
        `current value is ${fill}`,
    );
  }
  if (channels === 0 && pixels === 0) {
    throw new RangeError(
      "Cannot make a strong policy as 'channels' or 'pixels' must be above 0: current value is 0",
    );
  }
}
