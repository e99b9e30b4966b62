import type { RecordedNode } from "../../../runtime/mod.ts";
import type { OnnxAttributes, OnnxBuilder } from "./onnx_builder.ts";

/** One op of TensorFlow, as it is written in ONNX's ops. */
export class OnnxNode {
  readonly #node: RecordedNode;
  readonly #builder: OnnxBuilder;
  #emitted = 0;

  constructor(node: RecordedNode, builder: OnnxBuilder) {
    this.#node = node;
    this.#builder = builder;
  }

  /** Number of inputs. */
  get inputCount(): number {
    return this.#node.inputs.length;
  }

  /** Number of outputs. */
  get outputCount(): number {
    return this.#node.outputs.length;
  }

  /** Returns the name of an input. */
  input(index: number): string {
    return this.#builder.nameOf(this.#node.inputs[index]!);
  }

  /** Returns the shape of an input; an extent that is not fixed is -1. */
  shape(index: number): readonly number[] {
    return this.#builder.formOf(this.#node.inputs[index]!).shape;
  }

  /** Returns the values of an input, an integer constant. */
  integers(index: number): number[] {
    return this.#builder.integersOf(this.#node.inputs[index]!);
  }

  /** Returns the only value of an input, an integer constant. */
  integer(index: number): number {
    return this.integers(index)[0]!;
  }

  /** Adds a list of integers and returns its name. */
  list(values: readonly number[]): string {
    return this.#builder.addIntegers(values);
  }

  /** Returns an attribute of TensorFlow's op. */
  // deno-lint-ignore no-explicit-any -- as OpAttribute has it
  attribute(name: string): any {
    return this.#node.attributes.find((attribute) => attribute.name === name)?.value;
  }

  /** Adds an op of ONNX with one result, whose name it returns. */
  emit(op: string, inputs: readonly string[], attributes: OnnxAttributes = {}): string {
    return this.emitAll(op, inputs, { attributes, outputs: 1 })[0]!;
  }

  /** Adds an op of ONNX with several results, whose names it returns. */
  emitAll(
    op: string,
    inputs: readonly string[],
    { attributes = {}, outputs: count }: {
      readonly attributes?: OnnxAttributes;
      readonly outputs: number;
    },
  ): string[] {
    const outputs = Array.from({ length: count }, () => `${this.#node.name}_${this.#emitted++}`);
    this.#builder.addOp(op, inputs, { outputs, attributes });
    return outputs;
  }
}
