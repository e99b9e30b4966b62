import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { readSource, ROOT, SOURCE_FOLDERS } from "../_sources.ts";
import { readPages } from "../_pages.ts";

for (const { path, text } of readPages()) {
  Deno.test(`${path} names files that exist`, async () => {
    const links = findLinks(text).map((target) => join(dirname(path), target));
    const missing: string[] = [];
    for (const named of [...findPaths(text), ...links]) {
      if (!await exists(join(ROOT, named))) missing.push(named);
    }
    assert.deepEqual(missing, []);
  });
}

Deno.test("one version of Deno is named everywhere", () => {
  const files = [
    ".ci/run",
    ".devcontainer/Dockerfile",
    "docs/scale-out/Dockerfile",
    "README.md",
    "CONTRIBUTING.md",
  ];
  const named = files.flatMap((file) => readSource(file).match(/\bdeno@[\d.]+\d/g) ?? []);
  assert.equal(new Set(named).size, 1, named.join(" "));
});

Deno.test("findPaths() and findLinks() pass over patterns, placeholders and what lies elsewhere", () => {
  const page =
    "`models/learning/sgd.ts`, `tests/`, `models/NAME_test.ts`, `runs/<name>`, `tests/**/*.ts`, " +
    "`models/learning/sgd.ts:12`, `operators/{a,b}.ts`, [page](data.md#top), [top](#top), " +
    "[site](https://example.org/models/a.ts), ![image](images/a.png)";
  assert.deepEqual(findPaths(page), ["models/learning/sgd.ts", "tests/", "models/learning/sgd.ts"]);
  assert.deepEqual(findLinks(page), ["data.md", "images/a.png"]);
});

/** Paths in the source folders and in docs/ that a page names as code. */
function findPaths(page: string): string[] {
  const folders = [...SOURCE_FOLDERS, "docs"].join("|");
  const pattern = new RegExp(`\`((?:${folders})/[\\w./-]*)(?=[\`:])`, "g");
  return Array.from(page.matchAll(pattern), ([, path = ""]) => path)
    // A name in capitals stands for one that the reader chooses.
    .filter((path) => path.endsWith(".md") || !/\/_?[A-Z]{2}/.test(path));
}

/** Targets of a page's links inside the repository, relative to the page. */
function findLinks(page: string): string[] {
  return Array.from(page.matchAll(/\]\(([^)#\s]+)/g), ([, target = ""]) => target)
    .filter((target) => !/^\w+:/.test(target));
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
