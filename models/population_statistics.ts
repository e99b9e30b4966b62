/** Ends of the names of a batch norm's statistics, as PyTorch has them. */
const [MEAN, VARIANCE] = ["running_mean", "running_var"] as const;

/** Values of batch norm's statistics by the names of their tensors. */
export type StatisticsValues = Readonly<Record<string, ArrayLike<number>>>;

/** Sums over the batches so far, by channel. */
interface Sums {
  readonly means: Float64Array;
  readonly squares: Float64Array;
  readonly variances: Float64Array;
}

/**
 * Statistics of all values of many batches of one size out of those of each batch, for "precise batch
 * norm".
 *
 * The mean is that of the batches' means. The variance is that of all values about this mean: the mean
 * of the batches' variances and the variance of their means together, as E[x²] − E[x]² is in newer
 * versions of fvcore's `precise_bn.py`. The mean of the variances alone, as in older ones, leaves out
 * how batches differ, which evaluation meets: there a clip is normalized without its batch. The variances
 * of batches are PyTorch's unbiased ones (over n − 1), where fvcore goes back to n: a share of 1/n, with n
 * the values of a channel in a batch. Sums are kept in double precision, so that a mean much larger than
 * the std costs no digits.
 */
export class PopulationStatistics {
  readonly #sums = new Map<string, Sums>();
  #batches = 0;

  /** Batches added so far. */
  get batches(): number {
    return this.#batches;
  }

  /**
   * Adds what a training pass with momentum 1 gives.
   *
   * @throws {ReferenceError} where a mean has no variance.
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

  /** The statistics of all batches, under the names of those added. */
  values(): Record<string, Float32Array> {
    const values: Record<string, Float32Array> = {};
    for (const [layer, { means, squares, variances }] of this.#sums) {
      const mean = means.map((sum) => sum / this.#batches);
      values[layer + MEAN] = Float32Array.from(mean);
      values[layer + VARIANCE] = Float32Array.from(mean, (value, channel) => {
        const ofMeans = squares[channel]! / this.#batches - value ** 2;
        return variances[channel]! / this.#batches + Math.max(0, ofMeans);
      });
    }
    return values;
  }

  #sumsOf(layer: string, channels: number): Sums {
    const zeros = () => new Float64Array(channels);
    const sums = this.#sums.get(layer) ??
      { means: zeros(), squares: zeros(), variances: zeros() };
    this.#sums.set(layer, sums);
    return sums;
  }
}
