import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { readSource, ROOT, sourceFiles } from "../_sources.ts";
import { type ImportedModule, type ModuleGraph, readModuleGraph } from "./_module_graph.ts";
import {
  entryProblems,
  fileCircles,
  importProblems,
  PACKAGE_HOMES,
  roomCircles,
  startProblems,
  tensorFlowProblems,
} from "./_module_rules.ts";
import { withFolder } from "../_temporary_folder.ts";

const PACKAGES = Object.keys(JSON.parse(readSource("deno.json")).imports);

let graph: ModuleGraph = new Map();

Deno.test.beforeAll(async () => {
  graph = await readModuleGraph(ROOT, sourceFiles());
});

Deno.test("every source file is in the module graph", () => {
  assert.deepEqual([...graph.keys()].sort(), sourceFiles());
});

Deno.test("every import follows the table of folders and packages", () => {
  assertNone(importProblems(graph, PACKAGES));
  assert.deepEqual(Object.keys(PACKAGE_HOMES).filter((name) => !PACKAGES.includes(name)), []);
});

Deno.test("no files import each other in a circle", () => {
  assertNone(fileCircles(graph));
});

Deno.test("no rooms of a folder import each other in a circle", () => {
  assertNone(roomCircles(graph));
});

Deno.test("the folders that promise it load no TensorFlow", () => {
  assertNone(tensorFlowProblems(graph));
});

Deno.test("the command line starts with few packages", () => {
  assertNone(startProblems(graph, "pipeline/cli.ts"));
});

Deno.test("the entries of the library load few packages", () => {
  assertNone(entryProblems(graph));
});

Deno.test("importProblems() finds imports that the tables forbid, and only those", () => {
  const problems = (file: string, target: string) =>
    importProblems(graphOf({ [file]: [target] }), PACKAGES);
  assert.deepEqual(problems("runtime/a.ts", "models/mod.ts"), [
    "runtime/a.ts may not import models/mod.ts",
  ]);
  const forbidden: readonly [file: string, target: string][] = [
    ["datasets/motion/a.ts", "runtime/mod.ts"],
    ["runtime/wheels/a.ts", "runtime/install/a.ts"],
    ["operators/a.ts", "pipeline/config/config.ts"],
    ["operators/a.ts", "tests/_sources.ts"],
    ["operators/a.ts", "models/networks/_forward_pass.ts"],
    ["models/a.ts", "npm:@tensorflow/tfjs"],
    ["models/a.ts", "npm:rxjs"],
    ["runtime/a.ts", "npm:jasmine-core"],
    ["runtime/a.ts", "npm:left-pad"],
    ["runtime/a.ts", "jsr:@std/path"],
    ["runtime/a.ts", "https://example.org/a.ts"],
    ["runtime/a.ts", "../elsewhere.ts"],
  ];
  for (const [file, target] of forbidden) assert.equal(problems(file, target).length, 1, target);
  const allowed: readonly [file: string, target: string][] = [
    ["operators/a.ts", "models/mod.ts"],
    ["datasets/layouts/a.ts", "datasets/folders/_part_of.ts"],
    ["operators/deep/a.ts", "npm:rxjs"],
    ["runtime/ffi/a.ts", "runtime/start.ts"],
    ["datasets/ffmpeg/a.ts", "runtime/wheels/a.ts"],
    ["runtime/wheels/a.ts", "runtime/wheels/b.ts"],
    ["runtime/a.ts", "node:path"],
    ["tests/a_test.ts", "npm:fast-check"],
  ];
  for (const [file, target] of allowed) assert.deepEqual(problems(file, target), []);
});

Deno.test("fileCircles() names the shortest circle of each group of files", () => {
  const files = graphOf({
    "runtime/a.ts": ["runtime/b.ts"],
    "runtime/b.ts": ["runtime/c.ts", "node:path"],
    "runtime/c.ts": ["runtime/a.ts", "runtime/d.ts"],
    "runtime/d.ts": ["runtime/b.ts"],
    "runtime/e.ts": ["runtime/a.ts"],
    "tests/f.ts": ["tests/f.ts"],
  });
  assert.deepEqual(fileCircles(files), [
    "runtime/a.ts → runtime/b.ts → runtime/c.ts → runtime/a.ts",
    "tests/f.ts → tests/f.ts",
  ]);
});

Deno.test("roomCircles() names the files, and passes over those outside of rooms", () => {
  const files = graphOf({
    "runtime/mod.ts": ["runtime/gpu/a.ts"],
    "runtime/gpu/a.ts": ["runtime/install/a.ts", "runtime/mod.ts", "runtime/gpu/b.ts"],
    "runtime/gpu/b.ts": [],
    "runtime/install/a.ts": [],
    "runtime/install/b.ts": ["runtime/gpu/b.ts"],
    "tests/gpu/a.ts": ["tests/install/a.ts"],
    "tests/install/a.ts": ["tests/gpu/a.ts"],
  });
  assert.deepEqual(roomCircles(files), [
    "runtime/gpu → runtime/install → runtime/gpu:" +
    "\n    runtime/gpu/a.ts imports runtime/install/a.ts" +
    "\n    runtime/install/b.ts imports runtime/gpu/b.ts",
  ]);
});

Deno.test("tensorFlowProblems() follows imports, but not those of types", () => {
  const files = graphOf({
    "datasets/a.ts": ["type runtime/mod.ts"],
    "operators/clip.ts": ["runtime/mod.ts"],
    "operators/stream/a.ts": ["operators/clip.ts"],
    "runtime/mod.ts": ["npm:@tensorflow/tfjs"],
  });
  assert.deepEqual(tensorFlowProblems(files), [
    "operators/stream loads TensorFlow: operators/clip.ts imports runtime/mod.ts",
  ]);
});

Deno.test("startProblems() follows neither dynamic imports nor those of types", () => {
  const files = graphOf({
    "pipeline/cli.ts": ["pipeline/a.ts", "dynamic pipeline/b.ts", "type pipeline/b.ts"],
    "pipeline/a.ts": ["npm:commander", "npm:fast-png", "node:path"],
    "pipeline/b.ts": ["npm:rxjs"],
  });
  assert.deepEqual(startProblems(files, "pipeline/cli.ts"), [
    "pipeline/cli.ts → pipeline/a.ts → npm:fast-png",
  ]);
});

Deno.test("entryProblems() finds what is loaded at once, and RxJS as a whole", () => {
  const files = graphOf({
    "datasets/mod.ts": ["datasets/a.ts", "dynamic datasets/b.ts"],
    "datasets/a.ts": ["node:path", "npm:csv-parse"],
    "datasets/b.ts": ["npm:yauzl"],
    "operators/stream/mod.ts": ["operators/_rxjs.ts", "operators/stream/a.ts"],
    "operators/_rxjs.ts": ["npm:rxjs"],
    "operators/stream/a.ts": ["type npm:rxjs", "npm:rxjs"],
    "operators/views/mod.ts": ["operators/_rxjs.ts", "type npm:rxjs"],
  });
  assert.deepEqual(entryProblems(files), [
    "datasets/mod.ts → datasets/a.ts → npm:csv-parse",
    "operators/stream/mod.ts loads all of RxJS: operators/stream/a.ts must import operators/_rxjs.ts",
  ]);
});

Deno.test("readModuleGraph() finds imports of every form and no others", async () => {
  await withFolder(async (folder) => {
    await writeFiles(folder, {
      "deno.json": `{ "imports": { "rxjs": "npm:rxjs@7.8.2" } }`,
      "a/all.ts": [
        'import { b } from "./b.ts";',
        'import type {\n  C,\n} from "../c.ts";',
        'import "./d.ts";',
        'export * from "./e.ts";',
        'import * as path from "node:path";',
        'import { of } from "rxjs";',
        'await import("./f.ts");',
        '// import "./no.ts";',
        `const text = 'import "./no.ts"';`,
        'import.meta.resolve("./no.ts");',
      ].join("\n"),
      "a/b.ts": "export const b = 1;",
      "a/d.ts": "",
      "a/e.ts": "",
      "a/f.ts": "",
      "c.ts": "export type C = 1;",
    });
    const found = await readModuleGraph(folder, ["a/all.ts", "c.ts"]);
    assert.deepEqual([...found.keys()].sort(), ["a/all.ts", "c.ts"]);
    const imported = (found.get("a/all.ts") ?? []).map(({ target, typeOnly, dynamic }) => {
      return `${typeOnly ? "type " : ""}${dynamic ? "dynamic " : ""}${target}`;
    });
    assert.deepEqual(imported.sort(), [
      "a/b.ts",
      "a/d.ts",
      "a/e.ts",
      "dynamic a/f.ts",
      "node:path",
      "npm:rxjs",
      "type c.ts",
    ]);
  });
});

/** Asserts that there are no problems, and prints each on a line of its own. */
function assertNone(problems: readonly string[]): void {
  assert.ok(problems.length === 0, problems.join("\n"));
}

/**
 * A graph of modules, written as "a.ts", "type a.ts" for types alone, or "dynamic a.ts" for
 * `import()`.
 */
function graphOf(imports: Readonly<Record<string, readonly string[]>>): ModuleGraph {
  return new Map(
    Object.entries(imports).map(([file, targets]) => [file, targets.map(importedModule)]),
  );
}

function importedModule(text: string): ImportedModule {
  return {
    target: text.split(" ").at(-1) ?? "",
    typeOnly: text.startsWith("type "),
    dynamic: text.startsWith("dynamic "),
  };
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  }
}
