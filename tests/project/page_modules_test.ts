import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { answerDashboardFile } from "../../pipeline/dashboard/answer_dashboard_file.ts";
import { copyPage } from "../../pipeline/export/web/copy_page.ts";
import { demoHandler } from "../../pipeline/export/web/demo_handler.ts";
import { AnswersFile } from "../../pipeline/suggestion/answers_file.ts";
import { labelHandler } from "../../pipeline/suggestion/label_handler.ts";
import { SuggestionsFolder } from "../../pipeline/suggestion/suggestions_folder.ts";
import { ROOT } from "../_sources.ts";
import { withFolder } from "../_temporary_folder.ts";
import { type ServedPage, unservedFiles } from "./_page_modules.ts";

Deno.test("the dashboard serves all that its page and modules load", async () => {
  const modules = modulesIn(join(ROOT, "pipeline/dashboard/page"));
  assert.ok(modules.includes("charts/chart.ts"));
  const addresses = modules.map((path) => `/page/${path}`);
  assert.deepEqual(await unservedFiles({ modules: addresses, ask: answerDashboardFile }), []);
});

Deno.test("deno task label serves all that its page and modules load", () =>
  withFolder(async (path) => {
    const modules = modulesIn(join(ROOT, "pipeline/suggestion/page"));
    assert.ok(modules.includes("label_page.js"));
    const folder = new SuggestionsFolder(path);
    const handler = labelHandler({
      folder,
      set: { run: "/runs/one", source: "/videos", unlabeled: [], classes: [], suggestions: [] },
      run: "one",
      file: await AnswersFile.open(folder.labels, []),
      writeLists: () => Promise.reject(new Error("no lists are asked for")),
    });
    const page = { modules: modules.map((module) => `/${module}`), ask: askOf(handler) };
    assert.deepEqual(await unservedFiles(page), []);
  }));

Deno.test("an exported page holds all that it and its modules load", () =>
  withFolder(async (folder) => {
    await copyPage(folder);
    const modules = modulesIn(join(folder, "modules"));
    assert.ok(modules.includes("pipeline/export/web/page/view_of_window.js"));
    const addresses = modules.map((module) => `/modules/${module}`);
    const page = { modules: addresses, ask: askOf(demoHandler(folder)) };
    assert.deepEqual(await unservedFiles(page), []);
  }));

Deno.test("unservedFiles() finds what a browser would miss, and passes over imports of types", async () => {
  const page = pageOf({
    "/": `<link rel="icon" href="data:,"><link href="base.css"><script src="/page/a.ts">`,
    "/base.css": "",
    "/page/a.ts": [
      'import type { A } from "../api.ts";',
      'import { b } from "./b.ts";',
      'import {\n  c,\n} from "../c.ts";',
      'export * from "./d.ts";',
      'import "./e.ts";',
      'await import("./f.ts");',
      'new Worker(new URL("g.ts", import.meta.url));',
      'import { of } from "rxjs";',
    ].join("\n"),
    "/page/b.ts": 'const text = `import "./no.ts"`;',
  });
  assert.deepEqual(await unservedFiles(page), [
    "/page/a.ts: ./e.ts",
    "/page/a.ts: ../c.ts",
    "/page/a.ts: ./d.ts",
    "/page/a.ts: rxjs",
    "/page/a.ts: ./f.ts",
    "/page/a.ts: ./g.ts",
  ]);
  assert.deepEqual(await unservedFiles(pageOf({ "/": `<script src="a.ts">` })), ["/: ./a.ts"]);
});

/** Paths of the modules below a folder. */
function modulesIn(folder: string): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => /\.[jt]s$/.test(path));
}

/** Asks a handler for an address, as a browser does. */
function askOf(handler: (request: Request) => Promise<Response>): ServedPage["ask"] {
  return async (address) => await handler(new Request(`http://127.0.0.1:8765${address}`));
}

/** A page of a server that has these texts alone. */
function pageOf(texts: Readonly<Record<string, string>>): ServedPage {
  const modules = Object.keys(texts).filter((address) => address.endsWith(".ts"));
  const ask = (address: string) => {
    const text = texts[address];
    return Promise.resolve(
      text === undefined
        ? new Response("", { status: 404 })
        : new Response(address.endsWith(".ts") ? stripTypeScriptTypes(text) : text),
    );
  };
  return { modules, ask };
}
