import type { FloatValues } from "./official_layout.ts";

/**
 * Whether {@linkcode inflate} can make a kernel over time of one for images: both are the same but
 * for the extent in frames.
 *
 * @param from [out, in, height, width]
 * @param to [out, in, frames, height, width]
 */
export function isInflatable(from: readonly number[], to: readonly number[]): boolean {
  return from.length === 4 && to.length === 5 && `${from}` === `${to.toSpliced(2, 1)}`;
}

/**
 * Makes a kernel over time of one for images: repeats it for each frame and divides it by the
 * number of frames, so that a video of one repeated image gives the image's features. I3D
 * introduced it ("Quo Vadis, Action Recognition?", section 2.4.1); MMAction2 (`_inflate_conv_params`)
 * and PySlowFast (`inflate_weight`) do the same.
 *
 * @param values [out, in, height, width]
 * @param shape [out, in, frames, height, width]
 */
export function inflate(values: FloatValues, shape: readonly number[]): FloatValues {
  const [output = 1, input = 1, frames = 1, height = 1, width = 1] = shape;
  const area = height * width;
  const result = new Float32Array(values.length * frames);
  for (let kernel = 0; kernel < output * input; kernel++) {
    for (let frame = 0; frame < frames; frame++) {
      for (let pixel = 0; pixel < area; pixel++) {
        result[(kernel * frames + frame) * area + pixel] = values[kernel * area + pixel]! / frames;
      }
    }
  }
  return result;
}
