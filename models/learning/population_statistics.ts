/** End of the name of a batch norm's mean in PyTorch. */
const MEAN = "running_mean";

/** End of the name of a batch norm's variance in PyTorch. */
const VARIANCE = "running_var";

/** Values of batch-norm statistics by the names of their tensors. */
export type StatisticsValues = Readonly<Record<string, ArrayLike<number>>>;

/** Sums over the batches so far, by channel. */
interface Sums {
  readonly means: Float64Array;
  readonly squares: Float64Array;
  readonly variances: Float64Array;
}

/**
 * Combines the statistics of many batches of the same size into those of all their values, for
 * "precise batch norm".
 *
 * The mean is the mean of the batches' means. The variance is that of all values about this mean:
 * the mean of the batches' variances plus the variance of their means, E[x²] − E[x]² as in newer
 * versions of fvcore's `precise_bn.py`. Older versions take the mean of the variances alone and
 * leave out how batches differ, which matters in evaluation, where a clip is normalized without its
 * batch.
 *
 * The batches' variances are PyTorch's unbiased ones (divided by n − 1), while fvcore converts them
 * to n: a relative difference of 1/n, where n is the number of a channel's values in a batch. Sums
 * are in double precision, so that a mean much larger than the standard deviation loses no digits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { PopulationStatistics } from "@actnetformer/deno/models";
 *
 * const population = new PopulationStatistics();
 * population.add({ "norm.running_mean": [1], "norm.running_var": [2] });
 * population.add({ "norm.running_mean": [3], "norm.running_var": [4] });
 * const values = population.values();
 * assert.deepEqual(values["norm.running_mean"], Float32Array.of(2));
 * assert.deepEqual(values["norm.running_var"], Float32Array.of(4));
 * ```
 */
export class PopulationStatistics {
  readonly #sums = new Map<string, Sums>();
  #batches = 0;

  /** Number of batches added so far. */
  get batches(): number {
    return this.#batches;
  }

  /**
   * Adds the statistics that a training pass with momentum 1 returns.
   *
   * @throws {ReferenceError} If a mean has no variance.
   */
  add(batch: StatisticsValues): void {
    for (const [name, means] of Object.entries(batch)) {
      if (!name.endsWith(MEAN)) continue;
      const layer = name.slice(0, -MEAN.length);
      const variances = batch[layer + VARIANCE];
      if (variances === undefined) {
        throw new ReferenceError(`Cannot add a batch as '${layer}${VARIANCE}' must be in it`);
      }
      const sums = this.#sumsOf(layer, means.length);
      for (let channel = 0; channel < means.length; channel++) {
        sums.means[channel]! += means[channel]!;
        sums.squares[channel]! += means[channel]! ** 2;
        sums.variances[channel]! += variances[channel]!;
      }
    }
    this.#batches++;
  }

  /** Returns the statistics of all batches together, under the same names. */
  values(): Record<string, Float32Array> {
    const values: Record<string, Float32Array> = {};
    for (const [layer, { means, squares, variances }] of this.#sums) {
      const mean = means.map((sum) => sum / this.#batches);
      values[layer + MEAN] = Float32Array.from(mean);
      values[layer + VARIANCE] = Float32Array.from(mean, (value, channel) => {
        const varianceOfMeans = squares[channel]! / this.#batches - value ** 2;
        return variances[channel]! / this.#batches + Math.max(0, varianceOfMeans);
      });
    }
    return values;
  }

  #sumsOf(layer: string, channels: number): Sums {
    const known = this.#sums.get(layer);
    if (known !== undefined) return known;
    const sums: Sums = {
      means: new Float64Array(channels),
      squares: new Float64Array(channels),
      variances: new Float64Array(channels),
    };
    this.#sums.set(layer, sums);
    return sums;
  }
}
