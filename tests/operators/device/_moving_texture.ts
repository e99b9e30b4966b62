import { tf } from "../../../runtime/mod.ts";

/** How {@linkcode movingTexture} lies in its frame. */
interface TextureOptions {
  readonly height: number;
  readonly width: number;
  /** Displacement to the right, in pixels. */
  readonly right?: number;
  /** Displacement down, in pixels. */
  readonly down?: number;
  /** Factor of all lengths of the texture, the displacement included. */
  readonly scale?: number;
}

/** Lengths of the texture's waves along x and y, in pixels over 2π, and their phases. */
const WAVES = [[0.21, 0.13, 0], [0.11, -0.23, 0.5], [0.35, -0.05, 1], [0.03, 0.31, 2]] as const;

/** One gray frame of smooth waves, `[1, height, width, 3]`, in whole levels. */
export function movingTexture(
  { height, width, right = 0, down = 0, scale = 1 }: TextureOptions,
): tf.Tensor4D {
  return tf.tidy(() => {
    const centers = (length: number) => tf.div(tf.add(tf.range(0, length), 0.5), scale);
    const x = tf.sub(centers(width), right).reshape([1, width]);
    const y = tf.sub(centers(height), down).reshape([height, 1]);
    const waves = WAVES.map(([alongX, alongY, phase]) => {
      return tf.sin(tf.add(tf.add(tf.mul(x, alongX), tf.mul(y, alongY)), phase));
    });
    const levels = tf.round(tf.add(tf.mul(tf.addN(waves), 30), 128));
    return tf.tile(levels.reshape<tf.Tensor4D>([1, height, width, 1]), [1, 1, 1, 3]);
  });
}
