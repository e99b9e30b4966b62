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

/** Ops whose result lies in the memory of their first input. */
const VIEWS: ReadonlySet<string> = new Set(["ExpandDims", "Identity", "Reshape", "StopGradient"]);

/**
 * Estimates how much memory the tensors of a graph take at once. `compile()` compares it with the
 * machine's memory before a function runs, because a function that is too large would kill the
 * process without a message. The estimate is low: parameters, constants and what ops need
 * internally are not counted.
 */
export class GraphMemory {
  readonly #buffers = new Map<number, Buffer>();
  #ops = 0;

  /** Records an op, in the order of tracing. Tensors that no op made are not counted. */
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
      const [viewed] = inputs.map((id) => this.#buffers.get(id));
      const [view] = outputs;
      if (viewed !== undefined && view !== undefined) this.#buffers.set(view.id, viewed);
      return;
    }
    for (const output of outputs) {
      this.#buffers.set(output.id, { bytes: bytesOf(output), madeBy: op, lastUse: op });
    }
  }

  /**
   * Returns the maximum of bytes held at once if each tensor is freed after its last use, `results`
   * never.
   */
  peakBytes(results: readonly number[]): number {
    const changes = new Float64Array(this.#ops + 1);
    const kept = new Set(results.map((id) => this.#buffers.get(id)));
    for (const buffer of new Set(this.#buffers.values())) {
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
