import type { TensorMetadata } from "./binding.ts";
import { bytesPerElement, DataType } from "../ffi/data_types.ts";

/** Memory of one tensor, or of several that are views of one. */
interface Buffer {
  readonly bytes: number;
  /** Number of the op that made it, and of the last that reads it. */
  readonly made: number;
  lastUse: number;
}

/** Ops whose result lies in the memory of their first input. */
const VIEWS: ReadonlySet<string> = new Set(["ExpandDims", "Identity", "Reshape", "StopGradient"]);

/**
 * How much memory the ops of a graph take at once: what `compile()` compares with the machine before
 * a function runs, as too large a one ends the process without a word. The estimate is low: arguments,
 * constants and what ops need for themselves come on top.
 */
export class GraphMemory {
  readonly #buffers = new Map<number, Buffer>();
  #ops = 0;

  /** Notes an op in the order of tracing. Tensors that no op made count nothing. */
  record(
    name: string,
    inputs: readonly number[],
    outputs: readonly TensorMetadata[],
  ): void {
    const op = this.#ops++;
    for (const id of inputs) {
      const buffer = this.#buffers.get(id);
      if (buffer !== undefined) buffer.lastUse = op;
    }
    if (VIEWS.has(name)) {
      const viewed = this.#buffers.get(inputs[0]!);
      if (viewed !== undefined) this.#buffers.set(outputs[0]!.id, viewed);
      return;
    }
    for (const output of outputs) {
      this.#buffers.set(output.id, { bytes: bytesOf(output), made: op, lastUse: op });
    }
  }

  /** Bytes held when they are most, with each tensor freed after its last use and `results` never. */
  peakBytes(results: readonly number[]): number {
    const change = new Float64Array(this.#ops + 1);
    const kept = new Set(results.map((id) => this.#buffers.get(id)));
    for (const buffer of new Set(this.#buffers.values())) {
      change[buffer.made]! += buffer.bytes;
      if (!kept.has(buffer)) change[buffer.lastUse + 1]! -= buffer.bytes;
    }
    let bytes = 0;
    return change.reduce((peak, difference) => Math.max(peak, bytes += difference), 0);
  }
}

function bytesOf({ shape, dtype }: TensorMetadata): number {
  if (dtype === DataType.string || dtype === DataType.resource) return 0;
  // What the graph does not know of a shape (-1) counts nothing.
  return shape.reduce((product, size) => product * Math.max(0, size), bytesPerElement(dtype));
}
