import {
  applyAttributes,
  attr,
  type AttributeSetters,
  graphSetters,
  type OpAttribute,
  XLA,
} from "../ffi/attributes.ts";
import { cachedCString, cString } from "../ffi/c_string.ts";
import { type Pointer, present, type TensorFlowLibrary } from "../ffi/library.ts";
import type { HostValues } from "../ffi/tensor_values.ts";
import { tfInput, tfOutput, tfOutputs } from "../ffi/tf_output.ts";
import {
  BINDING_CONSTANTS,
  type Kernel,
  type LateTensors,
  type OpBinding,
  type OperandType,
  type TensorMetadata,
} from "./binding.ts";
import type { EagerBinding } from "./eager_binding.ts";
import { GraphMemory } from "./graph_memory.ts";
import { opError } from "./op_error.ts";
import { INPUT_LISTS, OPAQUE_OUTPUTS } from "./op_signatures.ts";
import { SmallConstants } from "./small_constants.ts";
import type { TupleOf } from "./tuple_of.ts";

/** One output of a graph operation. */
interface Node extends TensorMetadata {
  readonly operation: string;
  /** The operation as a `TF_Operation`. */
  readonly pointer: Pointer;
  /** The `TF_Output` that names it. */
  readonly output: Uint8Array<ArrayBuffer>;
}

/** A product of matrices in the graph: what it was recorded with. */
interface Product {
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly number[];
}

/** Of `_FusedMatMul`: what is done with the product. */
const BIAS_ADDED = attr.strings("fused_ops", ["BiasAdd"]);

/**
 * Records ops in a TensorFlow graph where {@linkcode EagerBinding} would run them, so that whatever
 * tfjs does, its gradients included, becomes one graph.
 *
 * Tensors outside the graph (made earlier, or from host values during recording) belong to the
 * eager binding; each enters the graph as a constant when it is first used.
 */
export class GraphBinding implements OpBinding {
  readonly #library: TensorFlowLibrary;
  readonly #eager: EagerBinding;
  readonly #setters: AttributeSetters;
  readonly #graph: Pointer;
  readonly #nodes = new Map<number, Node>();
  readonly #captured = new Map<number, Node>();
  readonly #constants: SmallConstants<Node>;
  /** Names of the functions that the graph contains. */
  readonly #functions = new Set<string>();
  readonly #memory = new GraphMemory();
  readonly #joinsBiases: boolean;
  /** Products in the graph, by their tensors. */
  readonly #products = new Map<number, Product>();
  #operations = 0;

  /**
   * @param options.joinsBiases Whether a product and the bias that is added to it become one op:
   * oneDNN then adds the bias while it writes the product. XLA does not know that op.
   */
  constructor(
    library: TensorFlowLibrary,
    eager: EagerBinding,
    { joinsBiases = false }: { readonly joinsBiases?: boolean } = {},
  ) {
    this.#joinsBiases = joinsBiases;
    this.#library = library;
    this.#eager = eager;
    this.#setters = graphSetters(library);
    this.#constants = new SmallConstants(library);
    this.#graph = present(library.symbols.TF_NewGraph(), "TF_NewGraph");
    Object.assign(this, BINDING_CONSTANTS, { TF_Version: library.version });
  }

  createTensor(shape: readonly number[], dtype: number, values: HostValues): number {
    return this.#eager.createTensor(shape, dtype, values);
  }

  deleteTensor(id: number): void {
    // Nodes live as long as the graph; only tensors outside it are freed.
    if (!this.#nodes.has(id)) this.#eager.deleteTensor(id);
  }

  metadata(id: number): TensorMetadata {
    return this.#nodes.get(id) ?? this.#eager.metadata(id);
  }

  tensorDataSync(id: number): HostValues {
    const node = this.#nodes.get(id);
    if (node === undefined) return this.#eager.tensorDataSync(id);
    throw new Error(
      `Cannot read the value of op ${node.operation} inside a compiled function: ` +
        "it has none until the function runs; return the tensor and read it outside",
    );
  }

  executeOp<Count extends number>(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: Count,
  ): TupleOf<TensorMetadata, Count> {
    const product = this.#joinsBiases && name === "BiasAdd" && this.#products.get(inputs[0]!);
    if (product) {
      const fused = [...product.attributes, BIAS_ADDED];
      return this.executeOp("_FusedMatMul", fused, [...product.inputs, inputs[1]!], outputs);
    }
    const nodes = inputs.map((id) => this.#node(id));
    const operation = this.#add(name, nodes, (description) => {
      applyAttributes(this.#setters, description, attributes);
    });
    const results = Array.from({ length: outputs }, (_, index) => {
      return this.#output(name, operation, index);
    });
    this.#memory.record(name, inputs, results);
    if (name === "MatMul") this.#products.set(results[0]!.id, { attributes, inputs });
    return results as TupleOf<TensorMetadata, Count>;
  }

  after(id: number, others: readonly number[]): TensorMetadata {
    const node = this.#node(id);
    const controls = new Set(others.map((otherId) => this.#node(otherId).pointer));
    const operation = this.#add("Identity", [node], (description) => {
      applyAttributes(this.#setters, description, [attr.typeNumber("T", node.dtype)]);
      for (const control of controls) {
        this.#library.symbols.TF_AddControlInput(description, control);
      }
    });
    const result = this.#output("Identity", operation, 0);
    this.#memory.record("Identity", [id, ...others], [result]);
    return result;
  }

  runKernel(
    kernel: Kernel,
    inputs: readonly number[],
    operandType: OperandType,
  ): TensorMetadata[] {
    const { symbols, status } = this.#library;
    const { name, pointer } = kernel.tracedFor(inputs.map((id) => this.#node(id)), operandType);
    if (!this.#functions.has(name)) {
      symbols.TF_GraphCopyFunction(this.#graph, pointer, null, status);
      this.#library.check(`TF_GraphCopyFunction for ${name}`);
      this.#functions.add(name);
    }
    return this.executeOp(name, XLA, inputs, kernel.outputs.length);
  }

  readonly lateTensors: LateTensors = {
    add: ({ shape, dtype }) => {
      const source = this.#node(this.placeholder(shape, dtype).id);
      const operation = this.#add("Identity", [source], (description) => {
        applyAttributes(this.#setters, description, [attr.typeNumber("T", dtype)]);
      });
      const late = this.#output("Identity", operation, 0);
      this.#memory.record("Identity", [], [late]);
      return late;
    },
    settle: (late, value) => {
      const { symbols, status } = this.#library;
      const source = tfInput(this.#node(late).pointer, 0);
      symbols.TF_UpdateEdge(this.#graph, this.#node(value).output, source, status);
      this.#library.check("TF_UpdateEdge");
    },
  };

  /** Adds an input of the graph, which `TF_GraphToFunction` turns into a parameter. */
  placeholder(shape: readonly number[], dtype: number): TensorMetadata {
    const operation = this.#add("Placeholder", [], (description) => {
      applyAttributes(this.#setters, description, [
        attr.typeNumber("dtype", dtype),
        attr.shape("shape", shape),
      ]);
    });
    return this.#output("Placeholder", operation, 0);
  }

  /**
   * Returns the id in the graph of a tensor. One from outside it becomes a constant, and may be freed
   * after that.
   */
  enter(id: number): number {
    return this.#node(id).id;
  }

  /** Makes a function of the graph, from placeholders to tensors. The caller deletes it. */
  toFunction(name: string, inputs: readonly number[], outputs: readonly number[]): Pointer {
    const { symbols, status } = this.#library;
    const created = symbols.TF_GraphToFunction(
      this.#graph,
      cachedCString(name),
      0,
      -1,
      null,
      inputs.length,
      this.#outputsOf(inputs),
      outputs.length,
      this.#outputsOf(outputs),
      null,
      null,
      null,
      status,
    );
    this.#library.check(`TF_GraphToFunction for ${name}`);
    return present(created, "TF_GraphToFunction");
  }

  /**
   * Estimates, from below, the bytes that the graph's tensors take at once while `outputs` are
   * computed.
   */
  peakBytes(outputs: readonly number[]): number {
    return this.#memory.peakBytes(outputs);
  }

  /** Frees the graph; the binding cannot be used afterwards. */
  close(): void {
    this.#nodes.clear();
    this.#captured.clear();
    this.#constants.clear();
    this.#library.symbols.TF_DeleteGraph(this.#graph);
  }

  getNumOfTensors(): number {
    return this.#eager.getNumOfTensors();
  }

  isUsingGpuDevice(): boolean {
    return this.#eager.isUsingGpuDevice();
  }

  #outputsOf(ids: readonly number[]): Uint8Array<ArrayBuffer> {
    return tfOutputs(ids.map((id) => this.#node(id).output));
  }

  #node(id: number): Node {
    return this.#nodes.get(id) ?? this.#captured.get(id) ?? this.#capture(id);
  }

  #capture(id: number): Node {
    const { shape, dtype } = this.#eager.metadata(id);
    const tensor = this.#eager.resolve(id);
    try {
      const node = this.#constants.of(
        tensor,
        { shape, dtype },
        () => this.#constant(tensor, dtype),
      );
      this.#captured.set(id, node);
      return node;
    } finally {
      this.#library.symbols.TF_DeleteTensor(tensor);
    }
  }

  #constant(tensor: Pointer, dtype: number): Node {
    const { symbols, status } = this.#library;
    const operation = this.#add("Const", [], (description) => {
      symbols.TF_SetAttrType(description, cachedCString("dtype"), dtype);
      symbols.TF_SetAttrTensor(description, cachedCString("value"), tensor, status);
    });
    return this.#output("Const", operation, 0);
  }

  #add(name: string, inputs: readonly Node[], describe: (description: Pointer) => void): Pointer {
    const { symbols, status } = this.#library;
    const label = cString(`${name}_${this.#operations++}`);
    const description = present(
      symbols.TF_NewOperation(this.#graph, cachedCString(name), label),
      "TF_NewOperation",
    );
    this.#addInputs(name, description, inputs);
    describe(description);
    const operation = symbols.TF_FinishOperation(description, status);
    if (symbols.TF_GetCode(status) !== 0) throw opError(this.#library, `op ${name}`, inputs);
    return present(operation, "TF_FinishOperation");
  }

  #addInputs(name: string, description: Pointer, inputs: readonly Node[]): void {
    const { symbols } = this.#library;
    const { before, after } = INPUT_LISTS[name] ?? { before: inputs.length, after: 0 };
    const end = inputs.length - after;
    const addSingle = ({ output }: Node) => symbols.TF_AddInput(description, output);
    inputs.slice(0, before).forEach(addSingle);
    if (name in INPUT_LISTS) {
      const list = inputs.slice(before, end).map(({ output }) => output);
      symbols.TF_AddInputList(description, tfOutputs(list), list.length);
    }
    inputs.slice(end).forEach(addSingle);
  }

  /** Adds an output of an operation to the nodes. */
  #output(operation: string, pointer: Pointer, index: number): Node {
    const output = tfOutput(pointer, index);
    const shape = this.#shapeOf(operation, output, {
      mayBeUnknown: OPAQUE_OUTPUTS[operation] === index,
    });
    const dtype = this.#library.symbols.TF_OperationOutputType(output);
    const node = { id: this.#eager.reserveId(), shape, dtype, operation, pointer, output };
    this.#nodes.set(node.id, node);
    return node;
  }

  #shapeOf(
    operation: string,
    output: Uint8Array<ArrayBuffer>,
    { mayBeUnknown }: { readonly mayBeUnknown: boolean },
  ): number[] {
    const { symbols, status } = this.#library;
    const rank = symbols.TF_GraphGetTensorNumDims(this.#graph, output, status);
    const sizes = new BigInt64Array(Math.max(0, rank));
    if (rank > 0) symbols.TF_GraphGetTensorShape(this.#graph, output, sizes, rank, status);
    this.#library.check(`TF_GraphGetTensorShape for op ${operation}`);
    const shape = Array.from(sizes, Number);
    const isKnown = rank >= 0 && shape.every((size) => size >= 0);
    if (isKnown || mayBeUnknown) return shape;
    throw new Error(
      `Cannot compile op ${operation} as the shape of its output must be known: ` +
        `current value is ${rank < 0 ? "of unknown rank" : `[${shape}]`}`,
    );
  }
}
