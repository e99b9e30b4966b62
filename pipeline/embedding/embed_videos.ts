import type { PerNetwork } from "../../operators/mod.ts";

/**
 * Turns the features of videos into points whose distances can be compared: of each network the
 * difference from the mean of all videos, with length 1 so that both networks count the same.
 *
 * @param features `[features]` of each network, for each video.
 * @returns One point for each video: the networks' parts, one after another.
 */
export function embedVideos(features: readonly PerNetwork<Float32Array>[]): Float32Array[] {
  const primary = directionsOf(features.map((video) => video.primary));
  const auxiliary = features.flatMap((video) => video.auxiliary ?? []);
  if (auxiliary.length === 0) return primary;
  const directions = directionsOf(auxiliary);
  return primary.map((part, video) => Float32Array.of(...part, ...directions[video]!));
}

function directionsOf(vectors: readonly Float32Array[]): Float32Array[] {
  const mean = meanOf(vectors);
  return vectors.map((vector) => {
    const difference = vector.map((value, index) => value - mean[index]!);
    const length = Math.hypot(...difference);
    return length === 0 ? difference : difference.map((value) => value / length);
  });
}

function meanOf(vectors: readonly Float32Array[]): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) vector.forEach((value, index) => sum[index]! += value);
  return sum.map((value) => value / vectors.length);
}
