import { basename, dirname } from "node:path";
import { findCircles, type Graph, reachable, shortestPath } from "./_circles.ts";
import type { ImportedModule, ModuleGraph } from "./_module_graph.ts";

/** The folders that each folder may import from, besides itself: the table in ARCHITECTURE.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  runtime: [],
  models: ["runtime"],
  datasets: [],
  operators: ["runtime", "models"],
  pipeline: ["runtime", "models", "datasets", "operators"],
  tests: ["runtime", "models", "datasets", "operators", "pipeline", "bench"],
  bench: ["runtime", "models", "datasets", "operators", "pipeline", "tests"],
};

/**
 * Rooms that every folder of the product may import: files that are written whole, texts of somebody
 * else, and downloads of checked wheels. They load no TensorFlow, and nothing of the product but each
 * other.
 */
const OPEN_ROOMS: readonly string[] = ["runtime/files", "runtime/text", "runtime/wheels"];

/** npm packages that only some folders may import. */
export const PACKAGE_HOMES: Readonly<Record<string, readonly string[]>> = {
  "@resvg/resvg-wasm": ["pipeline"],
  "@tensorflow/tfjs": ["runtime"],
  "@tensorflow/tfjs-backend-cpu": ["pipeline"],
  "@tensorflow/tfjs-backend-wasm": ["pipeline"],
  "@tensorflow/tfjs-backend-webgpu": ["pipeline"],
  "@tensorflow/tfjs-converter": ["pipeline"],
  "@tensorflow/tfjs-core": ["pipeline", "tests"],
  "@tensorflow/tfjs-node-gpu": ["runtime"],
  "rxjs": ["operators", "pipeline", "tests", "bench"],
  "commander": ["pipeline", "tests"],
  "axe-core": ["tests"],
  "csv-parse": ["datasets"],
  "d3-dsv": ["pipeline"],
  "d3-scale": ["pipeline"],
  "d3-scale-chromatic": ["pipeline"],
  "valibot": ["models", "pipeline", "tests"],
  "fast-check": ["tests"],
  "fast-png": ["pipeline", "tests"],
  "fastest-levenshtein": ["datasets"],
  "ix": ["bench"],
  "jasmine-core": ["tests"],
  "playwright-core": ["tests"],
  "umap-js": ["pipeline"],
  "uplot": ["pipeline"],
  "yaml": ["tests"],
  "yauzl": ["runtime", "models"],
};

/**
 * Folders whose files load neither TensorFlow nor the runtime, so that they need no FFI permission.
 */
const WITHOUT_TENSORFLOW: readonly string[] = [
  "datasets",
  "models/pytorch",
  "models/safetensors",
  "models/tensor_files",
  "operators/stream",
  "operators/views",
  "pipeline/config",
];

/**
 * The npm packages that the command line loads at its start; each command loads what else it needs.
 */
const LOADED_AT_START: readonly string[] = [
  "npm:commander",
];

/** Packages that draws need, beside RxJS. */
const FOR_DRAWS = ["node:crypto", "npm:pure-rand"];

/**
 * The packages, and modules of Node, that entries of the library load at once; they load what else
 * they need when it is used. Other projects pay for each of these at their start: a package in
 * CommonJS costs 30 ms.
 */
const LOADED_BY_ENTRY: Readonly<Record<string, readonly string[]>> = {
  "datasets/mod.ts": [
    ...FOR_DRAWS,
    "node:fs/promises",
    "node:module",
    "node:os",
    "node:path",
    "node:sqlite",
  ],
  "operators/stream/mod.ts": [...FOR_DRAWS, "npm:rxjs"],
  "operators/views/mod.ts": [...FOR_DRAWS, "npm:rxjs"],
  "models/safetensors/mod.ts": ["node:buffer", "node:path"],
};

/** The only file through which `operators/stream` and `operators/views` load RxJS: parts of it. */
const RXJS_PARTS = "operators/_rxjs.ts";

/** Folders in which no circles of rooms may be. */
const PRODUCT_FOLDERS = ["runtime", "models", "datasets", "operators", "pipeline"];

/**
 * Lists imports that a file may not have.
 *
 * @param packages Names of the npm packages in deno.json.
 */
export function importProblems(graph: ModuleGraph, packages: readonly string[]): string[] {
  const problems: string[] = [];
  for (const [file, imports] of graph) {
    for (const { target } of imports) {
      if (!mayImport(file, target, packages)) problems.push(`${file} may not import ${target}`);
    }
  }
  return problems;
}

function mayImport(file: string, target: string, packages: readonly string[]): boolean {
  const folder = topFolder(file);
  // deno.json has the program's version.
  if (target.startsWith("node:") || target === "deno.json") return true;
  if (target.startsWith("npm:")) {
    const name = target.slice("npm:".length);
    return packages.includes(name) && (PACKAGE_HOMES[name]?.includes(folder) ?? true);
  }
  if (isInOpenRoom(file) && !isInOpenRoom(target)) return false;
  if (isInOpenRoom(target)) return true;
  const targetFolder = topFolder(target);
  const isPrivate = PRODUCT_FOLDERS.includes(folder) && basename(target).startsWith("_");
  if (isPrivate && targetFolder !== folder) return false;
  return targetFolder === folder || (MAY_IMPORT[folder]?.includes(targetFolder) ?? false);
}

/** Lists circles of imports between files, one for each group of files: "a.ts → b.ts → a.ts". */
export function fileCircles(graph: ModuleGraph): string[] {
  return findCircles(fileGraph(graph)).map((circle) => circle.join(" → "));
}

/**
 * Lists circles of imports between the rooms, or subfolders, of a folder, with the files whose
 * imports make them. Files directly in a folder, such as its mod.ts, belong to no room.
 */
export function roomCircles(graph: ModuleGraph): string[] {
  const rooms = new Map<string, Set<string>>();
  for (const { from, to } of crossings(graph)) {
    rooms.set(from.room, (rooms.get(from.room) ?? new Set()).add(to.room));
  }
  return findCircles(rooms).map((circle) => {
    const members = new Set(circle);
    const makers = crossings(graph)
      .filter(({ from, to }) => members.has(from.room) && members.has(to.room))
      .map(({ from, to }) => `\n    ${from.file} imports ${to.file}`);
    return `${circle.join(" → ")}:${makers.join("")}`;
  });
}

/** An import from one room of a folder into another room of it. */
interface Crossing {
  readonly from: { readonly file: string; readonly room: string };
  readonly to: { readonly file: string; readonly room: string };
}

function crossings(graph: ModuleGraph): Crossing[] {
  const found: Crossing[] = [];
  for (const [file, imports] of graph) {
    for (const { target } of imports) {
      const from = { file, room: dirname(file) };
      const to = { file: target, room: dirname(target) };
      const inRooms = from.room.includes("/") && to.room.includes("/");
      const sameFolder = topFolder(file) === topFolder(target);
      const product = PRODUCT_FOLDERS.includes(topFolder(file));
      if (product && inRooms && sameFolder && from.room !== to.room) found.push({ from, to });
    }
  }
  return found;
}

/**
 * Lists files under {@linkcode WITHOUT_TENSORFLOW} that load TensorFlow or a file of the runtime,
 * and through which file.
 */
export function tensorFlowProblems(graph: ModuleGraph): string[] {
  const loads = loadGraph(graph);
  return WITHOUT_TENSORFLOW.flatMap((folder) => {
    const files = [...graph.keys()].filter((file) => file.startsWith(`${folder}/`));
    return [...reachable(loads, files)].flatMap((file) =>
      [...loads.get(file) ?? []]
        .filter((target) => topFolder(file) !== "runtime" && isTensorFlow(target))
        .map((target) => `${folder} loads TensorFlow: ${file} imports ${target}`)
    );
  });
}

/**
 * Lists the npm packages beyond {@linkcode LOADED_AT_START} that a program loads before a dynamic
 * import.
 */
export function startProblems(graph: ModuleGraph, program: string): string[] {
  const loads = loadGraph(graph, ({ dynamic }) => !dynamic);
  return [...reachable(loads, [program])]
    .filter((target) => target.startsWith("npm:") && !LOADED_AT_START.includes(target))
    .map((target) => shortestPath(loads, program, target)?.join(" → ") ?? target);
}

/**
 * Lists what entries of the library load at once beyond {@linkcode LOADED_BY_ENTRY}, and files that
 * load all of RxJS where its parts suffice.
 */
export function entryProblems(graph: ModuleGraph): string[] {
  const loads = loadGraph(graph, ({ dynamic }) => !dynamic);
  return Object.entries(LOADED_BY_ENTRY).flatMap(([entry, allowed]) => {
    const loaded = [...reachable(loads, [entry])];
    const unwanted = loaded
      .filter((target) => /^(?:npm|node):/.test(target) && !allowed.includes(target))
      .map((target) => shortestPath(loads, entry, target)?.join(" → ") ?? target);
    const whole = loaded
      .filter((file) => file !== RXJS_PARTS && loads.get(file)?.has("npm:rxjs"))
      .map((file) => `${entry} loads all of RxJS: ${file} must import ${RXJS_PARTS}`);
    return [...unwanted, ...whole];
  });
}

function isTensorFlow(target: string): boolean {
  if (isInOpenRoom(target)) return false;
  return target.startsWith("npm:@tensorflow/") || topFolder(target) === "runtime";
}

function isInOpenRoom(path: string): boolean {
  return OPEN_ROOMS.some((room) => path.startsWith(`${room}/`));
}

/** The graph of files alone, type imports included. */
function fileGraph(graph: ModuleGraph): Graph {
  return new Map(
    Array.from(graph, ([file, imports]) => {
      const files = imports.map(({ target }) => target).filter((target) => graph.has(target));
      return [file, new Set(files)];
    }),
  );
}

/**
 * The graph of what is loaded when a program runs, by the imports for which `counts` returns true.
 */
function loadGraph(
  graph: ModuleGraph,
  counts: (imported: ImportedModule) => boolean = () => true,
): Graph {
  return new Map(
    Array.from(graph, ([file, imports]) => {
      const loaded = imports.filter((imported) => !imported.typeOnly && counts(imported));
      return [file, new Set(loaded.map(({ target }) => target))];
    }),
  );
}

function topFolder(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}
