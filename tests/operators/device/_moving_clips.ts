import { opticalFlow, storeFlow } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { movingTexture } from "./_moving_texture.ts";

/** Size of the frames of {@linkcode movingClips}. */
export const MOVING_SIZE = { height: 40, width: 56 };

/** A window of one frame of a moving texture, computed and with its flow stored. */
export function movingClips() {
  return tf.tidy(() => {
    const frames = movingTexture(MOVING_SIZE);
    const next = movingTexture({ ...MOVING_SIZE, right: 1.6, down: -0.7 });
    const bytesOf = (images: tf.Tensor) => Uint8Array.from(images.dataSync());
    const window = {
      frames: bytesOf(frames),
      ...MOVING_SIZE,
      indices: { primary: [0], flow: [0] },
    };
    const flow = { images: bytesOf(storeFlow(opticalFlow(frames, next))), ...MOVING_SIZE };
    return { computed: { ...window, nextFrames: bytesOf(next) }, stored: { ...window, flow } };
  });
}
