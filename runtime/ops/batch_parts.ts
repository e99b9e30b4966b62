import { device } from "../device.ts";
import { DataType } from "../ffi/data_types.ts";
import type { tf } from "../tfjs.ts";

/**
 * The parts of a batch that passes of their own compute, in one compiled function. Their ops do not
 * wait for each other, but where all of them meet: where values depend on the whole batch, such as
 * the statistics of batch norms.
 *
 * Passes are traced one after another, but run beside each other: the result of a meeting is
 * used by the first pass before the last one is traced.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { compile, startTensorFlow, tf } from "@actnetformer/deno/runtime";
 * import { BatchParts, type OfRows } from "@actnetformer/deno/runtime/ops";
 *
 * await startTensorFlow();
 * const add = (all: readonly OfRows<tf.Tensor1D[]>[]) =>
 *   [tf.addN(all.flatMap(({ vectors }) => vectors))];
 * using sums = compile((halves: tf.Tensor1D[], parts = new BatchParts(2)) =>
 *   halves.map((half) => parts.meet("sum", { vectors: [half], rows: 1 }, add, 1))
 * );
 * const [first] = await sums([tf.tensor1d([1]), tf.tensor1d([2])]);
 * assert.deepEqual(first![0]!.arraySync(), [3]);
 * ```
 */
export class BatchParts {
  /** Number of parts. */
  readonly size: number;
  readonly #meetings = new Map<string, Meeting>();

  /** Starts with no meeting. */
  constructor(size: number) {
    this.size = size;
  }

  /**
   * Returns in how many parts a batch fills the processors: one for each thread, as far as there are
   * samples, in a function that is compiled where each op runs on one thread
   * (`startTensorFlow({ threadsPerOp: 1 })`); otherwise one.
   */
  static countFor(samples: number): number {
    const { backend, kind, options: { threads = 1, threadsPerOp } } = device();
    const mayBeDivided = kind === "cpu" && threadsPerOp === 1 &&
      backend.binding.lateTensors !== undefined;
    return mayBeDivided ? Math.min(threads, samples) : 1;
  }

  /**
   * Returns what `combine` makes of all parts' vectors, the same for each part. No gradient passes.
   *
   * @param name Of no other meeting of these parts; each part takes part in it once.
   * @param own What this part brings.
   * @param combine Called once, with what all parts bring, in the order in which they came; returns
   * vectors of the same length.
   * @param results Number of these vectors.
   */
  meet<Vectors extends tf.Tensor1D[], Results extends tf.Tensor1D[]>(
    name: string,
    own: OfRows<Vectors>,
    combine: (all: readonly OfRows<Vectors>[]) => Results,
    results: Results["length"],
  ): Results {
    const { backend } = device();
    const { late, metadata } = graphInUse();
    const meeting = this.#meetings.get(name) ?? { brought: [], late: [] };
    this.#meetings.set(name, meeting);
    // Not the tensors, whose scopes end before the last part comes: the graph's nodes stay.
    const count = meeting.brought.push({
      rows: own.rows,
      ids: backend.getInputTensorIds(own.vectors),
    });
    if (count > this.size) {
      throw new RangeError(
        `Cannot join the parts of a batch at '${name}' as each must come once: current count is ` +
          `${count} for ${this.size} parts`,
      );
    }
    if (count < this.size) {
      const form = { shape: own.vectors[0]!.shape, dtype: DataType.float32 };
      const vectors = Array.from({ length: results }, () => late.add(form));
      meeting.late.push(vectors.map(({ id }) => id));
      return vectors.map((vector) => backend.createOutputTensor(vector)) as Results;
    }
    const combined = combine(meeting.brought.map(({ ids, rows }) => {
      const vectors = ids.map((id) => backend.createOutputTensor(metadata(id))) as Vectors;
      return { vectors, rows };
    }));
    const values = backend.getInputTensorIds(combined);
    for (const ids of meeting.late) ids.forEach((id, index) => late.settle(id, values[index]!));
    return combined;
  }
}

/** Vectors that sum up some rows of a batch, all of one length. */
export interface OfRows<Vectors extends tf.Tensor1D[]> {
  /** The vectors. */
  readonly vectors: Vectors;
  /** Number of the rows. */
  readonly rows: number;
}

/** Ids are those of vectors in the graph. */
interface Meeting {
  readonly brought: { readonly ids: readonly number[]; readonly rows: number }[];
  /** What the parts before the last one were given. */
  readonly late: number[][];
}

function graphInUse() {
  const { binding } = device().backend;
  const { lateTensors: late } = binding;
  if (late === undefined) {
    throw new Error("Cannot compute a batch in parts as it must be in a function that is compiled");
  }
  return { late, metadata: (id: number) => binding.metadata(id) };
}
