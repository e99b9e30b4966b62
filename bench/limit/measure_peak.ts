import {
  compile,
  disposeTree,
  mixedPrecision,
  type Precision,
  type TensorTree,
  tf,
} from "../../runtime/mod.ts";
import { BatchParts } from "../../runtime/ops/mod.ts";

/** Side of the square matrices. */
const EXTENT = 2048;

/** Images `[count, side, side, channels]` that keep their channels. */
const IMAGES = { count: 32, side: 28, channels: 256 } as const;

/** Products one after the other, so that casts and calls do not count. */
const CHAIN = 4;

/**
 * Measures the most floating-point operations in a second that this device reaches: by products of
 * matrices, or by 3×3 convolutions, whichever are faster.
 */
export async function measurePeak(precision: Precision): Promise<number> {
  const matrices = tf.randomNormal<tf.Rank.R2>([EXTENT, EXTENT]);
  const { count, side, channels } = IMAGES;
  const images = tf.randomNormal<tf.Rank.R4>([count, side, side, channels]);
  const filter = tf.randomNormal<tf.Rank.R4>([3, 3, channels, channels]);
  const byMatrices = await rateOf(
    ({ matrices }) => chains(matrices, (product) => tf.matMul(product, matrices)),
    { precision, inputs: { matrices }, flop: 2 * EXTENT ** 3 },
  );
  const byConvolutions = await rateOf(
    ({ images, filter }) => chains(images, (product) => tf.conv2d(product, filter, 1, "same")),
    { precision, inputs: { images, filter }, flop: 2 * images.size * 9 * channels },
  );
  disposeTree([matrices, images, filter]);
  return Math.max(byMatrices, byConvolutions);
}

/** Chains that keep all threads busy: one for each of them if an op uses one thread alone. */
function chains<T extends tf.Tensor>(start: T, multiply: (product: T) => T): T[] {
  return Array.from({ length: BatchParts.countFor(Infinity) }, (_, index) => {
    // Of equal chains TensorFlow would compute one.
    let product = tf.mul<T>(start, index + 1);
    for (let link = 0; link < CHAIN; link++) product = multiply(product);
    return product;
  });
}

interface RateOptions<Inputs> {
  readonly precision: Precision;
  readonly inputs: Inputs;
  /** Floating-point operations of one product of the chain. */
  readonly flop: number;
}

/** Returns the operations in a second of the fastest of ten calls. */
async function rateOf<Inputs extends TensorTree>(
  products: (inputs: Inputs) => tf.Tensor[],
  { precision, inputs, flop }: RateOptions<Inputs>,
): Promise<number> {
  using compiled = compile(precision === "bf16" ? mixedPrecision(products) : products);
  let fastest = 0;
  for (let round = 0; round < 10; round++) {
    const startedAt = performance.now();
    const results = await compiled(inputs);
    const seconds = (performance.now() - startedAt) / 1000;
    fastest = Math.max(fastest, results.length * CHAIN * flop / seconds);
    disposeTree(results);
  }
  return fastest;
}
