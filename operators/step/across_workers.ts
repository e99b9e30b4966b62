import { map, type MonoTypeOperatorFunction } from "rxjs";
import type { AllReduceMeanOptions } from "../../runtime/ops/mod.ts";
import type { Workers } from "../../runtime/collectives/mod.ts";
import { meanOverWorkers, resultOfWorkers } from "./_of_workers.ts";
import type { Differentiated } from "./differentiate.ts";
import type { WithStatistics } from "./update.ts";

/** How gradients are sent to other workers. */
export type GradientExchange = Pick<AllReduceMeanOptions, "bucketBytes" | "precision">;

/** Options of {@linkcode acrossWorkers}. */
export interface AcrossWorkersOptions extends GradientExchange {
  /** The workers. */
  readonly workers: Workers;
}

/**
 * Makes one step of the steps of several workers, each with its part of the clips.
 *
 * ```text
 *  gradients  ---D---------|
 *             acrossWorkers({ workers })
 *  output     ---D---------|        D = means of all workers, and what they found of all clips
 * ```
 *
 * Gradients, batch-norm statistics and `means` that a method remembers are averaged over workers. Of
 * the pipeline's result, scalars are averaged and all others are concatenated in the order of the
 * workers, as if one process had had all clips. In a compiled step gradients are sent in buckets, those of the last layers first,
 * while others are still computed.
 *
 * With losses that are means over clips this equals the step of one process on the clips of all
 * workers, if batch norm sees them together and so does the contrast ({@linkcode amongWorkers}).
 *
 * - Order: that of `map`. Synchronous, reads no values, so it can be compiled.
 * - Cancellation: that of `map`.
 * - Errors: of the source; a TypeError for a method that remembers something, which is of this
 *   worker's clips only. If a worker is lost, the call of the compiled step rejects: `WorkerGroup.guard`
 *   explains it.
 * - Ownership: keeps nothing; the tensors it makes belong to the surrounding `tf.tidy`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import * as op from "@actnetformer/deno/operators";
 * import { startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { joinWorkers } from "@actnetformer/deno/runtime/collectives";
 * import { of, pipe } from "rxjs";
 *
 * await startTensorFlow();
 * const workers = await joinWorkers({ addresses: ["127.0.0.1:4000"], task: 0 });
 * const { primary } = op.tinyNetworks();
 * const shared = op.amongWorkers({ workers, syncBatchNorm: true });
 * const pipeline = pipe(shared, op.dualForward({ primary }), op.mergeLosses());
 * tf.tidy(() => {
 *   of(op.noiseStep({ primary })).pipe(op.differentiate(pipeline), op.acrossWorkers({ workers }))
 *     .subscribe(({ gradients }) => assert.ok("blocks.0.conv.weight" in gradients.primary));
 * });
 * ```
 */
export function acrossWorkers<Result extends WithStatistics>(
  { workers, ...exchange }: AcrossWorkersOptions,
): MonoTypeOperatorFunction<Differentiated<Result>> {
  return map((step) => {
    const { statistics, memory, means, ...metrics } = step.result;
    if (memory !== undefined) {
      throw new TypeError(
        "Cannot take a step with other workers as the method must remember nothing of one worker's " +
          `clips: it remembers ${Object.keys(memory).join(", ")}`,
      );
    }
    if (workers.size === 1) return step;
    return {
      ...step,
      gradients: meanOverWorkers(step.gradients, {
        group: workers,
        name: "gradients",
        ...exchange,
      }),
      result: {
        ...step.result,
        ...resultOfWorkers(metrics, workers),
        statistics: meanOverWorkers(statistics, { group: workers, name: "statistics" }),
        ...means === undefined
          ? {}
          : { means: meanOverWorkers(means, { group: workers, name: "means" }) },
      },
    };
  });
}
