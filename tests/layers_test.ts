import assert from "node:assert/strict";
import { join, normalize } from "node:path";
import { importsOf, readSource, ROOT, SOURCE_FOLDERS, sourceFiles } from "./_sources.ts";

type Folder = typeof SOURCE_FOLDERS[number];

/** The import column of the design: what each folder may import of ours, beside itself. */
const MAY_IMPORT: Readonly<Record<Folder, readonly Folder[]>> = {
  runtime: [],
  models: ["runtime"],
  datasets: [],
  operators: ["runtime", "models"],
  pipeline: ["runtime", "models", "datasets", "operators"],
  tests: SOURCE_FOLDERS,
  bench: SOURCE_FOLDERS,
};

/** Packages that only some folders may import. */
const PACKAGE_HOMES: Readonly<Record<string, readonly Folder[]>> = {
  "@tensorflow/tfjs": ["runtime"],
  "@tensorflow/tfjs-core": ["tests"],
  "@tensorflow/tfjs-node-gpu": ["runtime"],
  "rxjs": ["operators", "pipeline", "tests", "bench"],
  "commander": ["pipeline"],
  "valibot": ["pipeline"],
  "fast-check": ["tests"],
  "fast-png": ["pipeline", "tests"],
  "jasmine-core": ["tests"],
  "yauzl": ["runtime"],
};

const ROOT_ENTRIES: ReadonlySet<string> = new Set([
  ...SOURCE_FOLDERS,
  ".ci",
  ".git",
  ".gitignore",
  "deno.json",
  "deno.lock",
  "README.md",
  "ARCHITECTURE.md",
  "DECISIONS.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "LICENSE",
  // Made by running the program, ignored by git.
  "runs",
  "data",
  "videos",
]);

const PACKAGES: readonly string[] = Object.keys(JSON.parse(readSource("deno.json")).imports);

Deno.test("importsOf() finds imports of every form and no others", () => {
  // Each statement is a text of its own, so that this file is not taken to import the modules.
  const source = [
    'import { a } from "./a.ts";',
    "import type {\n  B,\n} from './b.ts';",
    'import "./c.ts";',
    'export * from "./d.ts";',
    'export { e, type E } from "./e.ts";',
    'import * as f from "f";',
    'import g, { h } from "g/h";',
    'import("./i.ts");',
    'require("j");',
    '// import "./no.ts";',
    '/** import { no } from "./no.ts"; */',
    `const text = "import './no.ts' // not a comment"; const url = "http://no";`,
    'export const k = "./no.ts";',
    'export function from() { return "./no.ts"; }',
    'import.meta.resolve("./no.ts");',
  ].join("\n");
  assert.deepEqual(importsOf(source), [
    ...["./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts", "f", "g/h"]
      .map((specifier) => ({ specifier, dynamic: false })),
    ...["./i.ts", "j"].map((specifier) => ({ specifier, dynamic: true })),
  ]);
});

Deno.test("the check of layers finds what it forbids", () => {
  const problem = (path: string, specifier: string) => problemsOf(path, specifier).length > 0;
  assert.ok(problem("runtime/a.ts", "../models/mod.ts"));
  assert.ok(problem("datasets/motion/a.ts", "../../runtime/mod.ts"));
  assert.ok(problem("operators/a.ts", "../pipeline/config/config.ts"));
  assert.ok(problem("operators/a.ts", "../tests/_sources.ts"));
  assert.ok(problem("models/a.ts", "@tensorflow/tfjs"));
  assert.ok(problem("models/a.ts", "rxjs/operators"));
  assert.ok(problem("models/a.ts", "@tensorflow/tfjs-core/dist/index.js"));
  assert.ok(problem("runtime/a.ts", "jasmine-core"));
  assert.ok(problem("runtime/a.ts", "jsr:@std/path"));
  assert.ok(problem("runtime/a.ts", "@std/path"));
  assert.ok(problem("runtime/a.ts", "https://example.org/a.ts"));
  assert.ok(problem("runtime/a.ts", "npm:rxjs@7"));
  assert.ok(problem("runtime/a.ts", "../../elsewhere.ts"));
  assert.ok(!problem("operators/a.ts", "../models/mod.ts"));
  assert.ok(!problem("operators/deep/a.ts", "rxjs"));
  assert.ok(!problem("runtime/ffi/a.ts", "../start.ts"));
  assert.ok(!problem("runtime/a.ts", "node:path"));
  assert.ok(!problem("tests/a_test.ts", "fast-check"));
});

Deno.test("every import follows the design's import column", () => {
  const files = sourceFiles();
  assert.ok(files.length > 0);
  const problems = files.flatMap((path) =>
    importsOf(readSource(path)).flatMap(({ specifier }) => problemsOf(path, specifier))
  );
  assert.deepEqual(problems, []);
});

Deno.test("the root holds only what the design names", () => {
  const ignored = (name: string) => name === "node_modules" || name === ".DS_Store";
  const extra = [...Deno.readDirSync(ROOT)].map(({ name }) => name)
    .filter((name) => !ROOT_ENTRIES.has(name) && !ignored(name));
  assert.deepEqual(extra, []);
});

Deno.test("no source names a place on somebody's machine", () => {
  const place = /["'`\s](?:\/(?:home|root|work|Users)\/\w|[A-Z]:\\\w)/;
  // Tests may make up a user's home.
  const placeInTests = /["'`\s]\/(?:root|work)\/\w/;
  assert.ok(place.test(' "/' + 'home/a"') && !place.test(' "../root/a"'));
  assert.ok(placeInTests.test(' "/' + 'root/a"') && !placeInTests.test(' "../root/a"'));
  const found = sourceFiles().filter((path) =>
    (path.startsWith("tests/") ? placeInTests : place).test(readSource(path))
  );
  assert.deepEqual(found, []);
});

Deno.test("source files are named in snake_case", () => {
  const odd = sourceFiles().filter((path) => !/^(?:[a-z0-9_]+\/)+[a-z0-9_]+\.ts$/.test(path));
  assert.deepEqual(odd, []);
});

/** What is wrong with a file importing a module; empty where nothing is. */
function problemsOf(path: string, specifier: string): string[] {
  const from = folderOf(path);
  const wrong = `${path} may not import ${specifier}`;
  if (specifier.startsWith("node:")) return [];
  if (specifier.startsWith(".")) {
    const target = folderOf(normalize(join(path, "..", specifier)));
    const allowed = from !== undefined && target !== undefined &&
      (target === from || MAY_IMPORT[from].includes(target));
    return allowed ? [] : [wrong];
  }
  const name = PACKAGES.find((known) => specifier === known || specifier.startsWith(`${known}/`));
  const homes = name === undefined ? [] : PACKAGE_HOMES[name] ?? SOURCE_FOLDERS;
  return from !== undefined && homes.includes(from) ? [] : [wrong];
}

function folderOf(path: string): Folder | undefined {
  const [first, ...rest] = path.split("/");
  return rest.length > 0 ? SOURCE_FOLDERS.find((folder) => folder === first) : undefined;
}
