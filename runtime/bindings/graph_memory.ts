import { bytesPerElement, DataType } from "../ffi/data_types.ts";
import type { TensorMetadata } from "./binding.ts";

/** Memory of one tensor and its views. */
interface Buffer {
  readonly bytes: number;
  /** Number of the op that made it. */
  readonly madeBy: number;
  /** Number of the last op that reads it. */
  lastUse: number;
}

/** An op of the graph: what it reads, and what it makes. */
interface RecordedOp {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Ops whose result lies in the memory of their first input. */
const VIEWS: ReadonlySet<string> = new Set(["ExpandDims", "Identity", "Reshape", "StopGradient"]);

/**
 * Estimates how much memory the tensors of a graph take at once. `compile()` compares it with the
 * machine's memory before a function runs, because a function that is too large would kill the
 * process without a message. The estimate is low: parameters, constants and what ops need
 * internally are not counted.
 */
export class GraphMemory {
  readonly #tensors = new Map<number, TensorMetadata>();
  readonly #ops: (RecordedOp & { readonly name: string })[] = [];

  /**
   * Records an op, in the order of tracing. Tensors that no op made are not counted.
   *
   * @param inputs What it reads or has to wait for.
   */
  record(
    name: string,
    inputs: readonly number[],
    outputs: readonly TensorMetadata[],
  ): void {
    for (const output of outputs) this.#tensors.set(output.id, output);
    this.#ops.push({ name, inputs, outputs: outputs.map(({ id }) => id) });
  }

  /**
   * Returns the maximum of bytes held at once if each tensor is freed after its last use, `results`
   * never. Ops that no result depends on are not counted, as TensorFlow leaves them out.
   */
  peakBytes(results: readonly number[]): number {
    const needed = this.#neededFor(results);
    const buffers = new Map<number, Buffer>();
    this.#ops.forEach(({ name, inputs, outputs }, op) => {
      if (!needed.has(op)) return;
      for (const id of inputs) {
        const buffer = buffers.get(id);
        if (buffer !== undefined) buffer.lastUse = op;
      }
      const viewed = VIEWS.has(name) ? buffers.get(inputs[0]!) : undefined;
      for (const id of outputs) {
        const own = { bytes: bytesOf(this.#tensors.get(id)!), madeBy: op, lastUse: op };
        if (!VIEWS.has(name)) buffers.set(id, own);
        else if (viewed !== undefined) buffers.set(id, viewed);
      }
    });
    return this.#peakOf(buffers, results);
  }

  /** Returns the numbers of the ops that some results depend on. */
  #neededFor(results: readonly number[]): Set<number> {
    const wanted = new Set(results);
    const needed = new Set<number>();
    for (let op = this.#ops.length - 1; op >= 0; op--) {
      const { inputs, outputs } = this.#ops[op]!;
      if (!outputs.some((id) => wanted.has(id))) continue;
      needed.add(op);
      for (const id of inputs) wanted.add(id);
    }
    return needed;
  }

  #peakOf(buffers: ReadonlyMap<number, Buffer>, results: readonly number[]): number {
    const changes = new Float64Array(this.#ops.length + 1);
    const kept = new Set(results.map((id) => buffers.get(id)));
    for (const buffer of new Set(buffers.values())) {
      changes[buffer.madeBy]! += buffer.bytes;
      if (!kept.has(buffer)) changes[buffer.lastUse + 1]! -= buffer.bytes;
    }
    let held = 0;
    let peak = 0;
    for (const change of changes) {
      held += change;
      peak = Math.max(peak, held);
    }
    return peak;
  }
}

function bytesOf({ shape, dtype }: TensorMetadata): number {
  if (dtype === DataType.string || dtype === DataType.resource) return 0;
  // Unknown extents (-1) are not counted.
  return shape.reduce((product, size) => product * Math.max(0, size), bytesPerElement(dtype));
}
