/** Which of some images to copy. */
export interface JoinPixelsOptions {
  /** Number of images of the result. */
  readonly count: number;
  /** Distance from one image to the next. */
  readonly stride: number;
}

/**
 * Copies images of one size, one behind the other; the last one repeats where there are no more.
 *
 * @param images At least one.
 */
export function joinPixels(
  images: readonly Uint8Array[],
  { count, stride }: JoinPixelsOptions,
): Uint8Array {
  const imageBytes = images[0]?.byteLength ?? 0;
  const joined = new Uint8Array(count * imageBytes);
  for (let index = 0; index < count; index++) {
    const image = images[Math.min(index * stride, images.length - 1)];
    if (image !== undefined) joined.set(image, index * imageBytes);
  }
  return joined;
}
