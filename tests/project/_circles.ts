/** A directed graph: each node with the nodes it leads to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Finds the circles of a graph: the shortest one of each group of nodes that lead to each other.
 *
 * @returns For each circle its nodes in order, the first one again at the end.
 */
export function findCircles(graph: Graph): string[][] {
  const circles: string[][] = [];
  const seen = new Set<string>();
  for (const node of [...graph.keys()].sort()) {
    if (seen.has(node)) continue;
    const circle = shortestPath(graph, node, node);
    if (circle === null) continue;
    circles.push(circle);
    for (const member of groupOf(graph, node)) seen.add(member);
  }
  return circles;
}

/**
 * Returns the shortest path from a node to another, or in a circle to itself; null if there is
 * none.
 */
export function shortestPath(graph: Graph, start: string, end: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === end) return [...pathTo(cameFrom, start, node), end];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  }
  return null;
}

function pathTo(cameFrom: ReadonlyMap<string, string>, start: string, end: string): string[] {
  const path = [end];
  for (let node = end; node !== start;) {
    node = cameFrom.get(node) ?? start;
    path.unshift(node);
  }
  return path;
}

/** Returns the nodes that a node leads to and that lead back to it. */
function groupOf(graph: Graph, node: string): string[] {
  return [...reachable(graph, [node])].filter((other) => reachable(graph, [other]).has(node));
}

/** Returns all nodes that some nodes lead to, themselves included. */
export function reachable(graph: Graph, starts: Iterable<string>): Set<string> {
  const reached = new Set(starts);
  for (const node of reached) {
    for (const next of graph.get(node) ?? []) reached.add(next);
  }
  return reached;
}
