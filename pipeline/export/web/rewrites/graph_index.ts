import type { Endpoint, RecordedGraph, RecordedNode } from "../../../../runtime/mod.ts";

/** Finds nodes of a graph by what they read and by who reads them. */
export class GraphIndex {
  readonly #nodes: ReadonlyMap<string, RecordedNode>;
  /** By name of a node: how often its outputs are read. */
  readonly #uses = new Map<string, number>();

  /** Looks at a graph once. */
  constructor({ nodes, outputs }: RecordedGraph) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    const read = [...nodes.flatMap(({ inputs }) => inputs), ...Object.values(outputs)];
    for (const { node } of read) this.#uses.set(node, (this.#uses.get(node) ?? 0) + 1);
  }

  /**
   * Returns the node whose first output an input of a node is; undefined if there is no such input,
   * or it is another output.
   */
  input({ inputs }: RecordedNode, index: number): RecordedNode | undefined {
    const endpoint = inputs[index];
    return endpoint?.output === 0 ? this.#nodes.get(endpoint.node) : undefined;
  }

  /**
   * Returns the node that an input comes from if it is of one of some ops, and nothing else reads
   * it, so that it may be changed.
   */
  own(node: RecordedNode, index: number, ...ops: readonly string[]): RecordedNode | undefined {
    const found = this.input(node, index);
    const isOwn = found !== undefined && ops.includes(found.op) &&
      this.#uses.get(found.name) === 1;
    return isOwn ? found : undefined;
  }

  /** Returns the node that an input comes from if it is a constant of float32. */
  floats(node: RecordedNode, index: number): FloatConstant | undefined {
    const found = this.input(node, index);
    if (found?.op !== "Const" || !(found.values instanceof Float32Array)) return undefined;
    return { endpoint: endpointOf(found), shape: found.outputs[0]!.shape, values: found.values };
  }
}

/** A constant of float32. */
export interface FloatConstant {
  readonly endpoint: Endpoint;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Names the first output of a node. */
export function endpointOf({ name }: RecordedNode): Endpoint {
  return { node: name, output: 0 };
}
