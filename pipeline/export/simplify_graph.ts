import type { Endpoint, OpAttribute, RecordedGraph, RecordedNode } from "../../runtime/mod.ts";

/** Returns a graph without casts to the type that a tensor has, and without what nothing reads. */
export function simplifyGraph({ nodes, outputs }: RecordedGraph): RecordedGraph {
  const aliases = new Map<string, Endpoint>();
  const resolve = (endpoint: Endpoint) => aliases.get(endpoint.node) ?? endpoint;
  const kept: RecordedNode[] = [];
  for (const node of nodes) {
    const inputs = node.inputs.map(resolve);
    if (isIdentity(node)) aliases.set(node.name, inputs[0]!);
    else kept.push({ ...node, inputs });
  }
  const resolved = Object.fromEntries(
    Object.entries(outputs).map(([name, endpoint]) => [name, resolve(endpoint)]),
  );
  const needed = neededNodes(kept, Object.values(resolved));
  return { nodes: kept.filter(({ name }) => needed.has(name)), outputs: resolved };
}

function isIdentity({ op, attributes }: RecordedNode): boolean {
  if (op === "Identity") return true;
  return op === "Cast" && valueOf(attributes, "SrcT") === valueOf(attributes, "DstT");
}

function valueOf(attributes: readonly OpAttribute[], name: string): unknown {
  return attributes.find((attribute) => attribute.name === name)?.value;
}

/** Returns the names of the nodes that the outputs depend on, and of the inputs. */
function neededNodes(
  nodes: readonly RecordedNode[],
  outputs: readonly Endpoint[],
): ReadonlySet<string> {
  const needed = new Set(outputs.map(({ node }) => node));
  for (const { name, op, inputs } of nodes.toReversed()) {
    if (op === "Placeholder") needed.add(name);
    if (needed.has(name)) { for (const { node } of inputs) needed.add(node); }
  }
  return needed;
}
