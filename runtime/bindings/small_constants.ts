import { DataType } from "../ffi/data_types.ts";
import type { Pointer, TensorFlowLibrary } from "../ffi/library.ts";
import { elements, valuesOfTensor } from "../ffi/tensor_values.ts";
import type { TensorForm } from "./binding.ts";

/** Number of values up to which equal constants are one. */
const MOST_VALUES = 16;

/** Types of shapes, indices, factors and switches. */
const COMPARED: ReadonlySet<number> = new Set([DataType.bool, DataType.float32, DataType.int32]);

/** The small constants of a graph: most are shapes, and recur a hundred times. */
export class SmallConstants<Node> {
  readonly #library: TensorFlowLibrary;
  readonly #nodes = new Map<string, Node>();

  constructor(library: TensorFlowLibrary) {
    this.#library = library;
  }

  /**
   * Returns the node of a constant: for a small one that of an equal one, if there is one.
   *
   * @param tensor Its values, a `TF_Tensor`.
   * @param add Adds a node to the graph.
   */
  of(tensor: Pointer, form: TensorForm, add: () => Node): Node {
    const key = this.#keyOf(tensor, form);
    if (key === undefined) return add();
    const node = this.#nodes.get(key) ?? add();
    this.#nodes.set(key, node);
    return node;
  }

  clear(): void {
    this.#nodes.clear();
  }

  /** Returns what equal small constants have in common; undefined for all others. */
  #keyOf(tensor: Pointer, { shape, dtype }: TensorForm): string | undefined {
    if (!COMPARED.has(dtype) || elements(shape) > MOST_VALUES) return undefined;
    const { buffer } = valuesOfTensor(this.#library, tensor, shape, dtype) as ArrayBufferView;
    return `${dtype} ${shape}: ${new Uint8Array(buffer)}`;
  }
}
