import assert from "node:assert/strict";
import { readSource, ROOT, SOURCE_FOLDERS, sourceFiles } from "../_sources.ts";

/** What the root of the repository holds, and nothing else. */
const ROOT_ENTRIES: ReadonlySet<string> = new Set([
  ...SOURCE_FOLDERS,
  "docs",
  ".ci",
  ".devcontainer",
  ".editorconfig",
  ".git",
  ".github",
  ".gitignore",
  "deno.json",
  "deno.lock",
  "README.md",
  "ARCHITECTURE.md",
  "DECISIONS.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "LICENSE",
  // Ignored by git: what the program and the tasks make, and what editors leave.
  "runs",
  "data",
  "videos",
  "api",
  "node_modules",
  ".DS_Store",
]);

Deno.test("the root holds only what is named here", () => {
  const names = Array.from(Deno.readDirSync(ROOT), ({ name }) => name);
  assert.deepEqual(names.filter((name) => !ROOT_ENTRIES.has(name)), []);
});

Deno.test("source files are named in snake_case", () => {
  const odd = sourceFiles().filter((path) => !/^(?:[a-z0-9_]+\/)+[a-z0-9_]+\.ts$/.test(path));
  assert.deepEqual(odd, []);
});

/** Programs in tests/; all other files that are not tests are helpers. */
const PROGRAMS =
  /^tests\/(?:conformance\/run|faults\/write_table|lint\/[a-z]\w*|runtime\/collectives\/worker|operators\/step\/worker|project\/(?:doc_lint|doc_pages|gate|results_page|settings_page))\.ts$/;

Deno.test("files in tests/ are tests, helpers whose name starts with _, or programs", () => {
  const odd = sourceFiles().filter((path) =>
    path.startsWith("tests/") && !/(?:_test|\/_\w+)\.ts$/.test(path) && !PROGRAMS.test(path)
  );
  assert.deepEqual(odd, []);
});

Deno.test("every file of operators/ that exports a value has a test of its own name", () => {
  const files = sourceFiles();
  const untested = files
    .filter((path) => path.startsWith("operators/") && !path.endsWith("/mod.ts"))
    .filter((path) => /^export (?:async )?(?:function|class|const)\b/m.test(readSource(path)))
    .filter((path) => !files.includes(testOf(path)));
  assert.deepEqual(untested, []);
});

/**
 * The test of a file: `operators/step/_judge.ts` is tested by `tests/operators/step/judge_test.ts`.
 */
function testOf(path: string): string {
  return `tests/${path.replace(/\/_(?=\w+\.ts$)/, "/").replace(/\.ts$/, "_test.ts")}`;
}

Deno.test("no source names a path of somebody's machine", () => {
  const path = /["'`\s](?:\/(?:home|root|work|Users)\/\w|[A-Z]:\\\w)/;
  // Tests may make up a user's home.
  const pathInTests = /["'`\s]\/(?:root|work)\/\w/;
  assert.ok(path.test(' "/' + 'home/a"') && !path.test(' "../root/a"'));
  assert.ok(pathInTests.test(' "/' + 'root/a"') && !pathInTests.test(' "../root/a"'));
  const found = sourceFiles().filter((file) =>
    (file.startsWith("tests/") ? pathInTests : path).test(readSource(file))
  );
  assert.deepEqual(found, []);
});

Deno.test("what a file exports as a function, class or constant, another file names", () => {
  const words = new Map(
    sourceFiles().map((path) => [path, new Set(readSource(path).match(/\w+/g))]),
  );
  const unused = sourceFiles().flatMap((path) => {
    const exported = readSource(path)
      .matchAll(/^export (?:async )?(?:function\*?|class|const) (\w+)/gm)
      .map(([, name = ""]) => name);
    const isNamed = (name: string) =>
      words.entries().some(([file, named]) => file !== path && named.has(name));
    return [...exported].filter((name) => !isNamed(name)).map((name) => `${path}: ${name}`);
  });
  assert.deepEqual(unused, []);
});

Deno.test("docs/README.md lists every page", () => {
  const pages = Array.from(Deno.readDirSync(`${ROOT}/docs`), ({ name }) => name)
    .filter((name) => name.endsWith(".md") && name !== "README.md");
  const list = readSource("docs/README.md");
  assert.deepEqual(pages.filter((name) => !list.includes(`(${name})`)), []);
});
