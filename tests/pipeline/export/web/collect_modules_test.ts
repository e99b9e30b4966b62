import assert from "node:assert/strict";
import { posix } from "node:path";
import { collectModules } from "../../../../pipeline/export/web/collect_modules.ts";

const ENTRY = "pipeline/export/web/page/demo_page.js";

Deno.test("collectModules() takes all that the page loads, and no types", async () => {
  const modules = await collectModules(ENTRY);
  assert.ok(modules.has(ENTRY));
  for (const worker of ["model_worker.js", "view_of_window.js"]) {
    assert.ok(modules.has(`pipeline/export/web/page/${worker}`), worker);
  }
  for (const [path, text] of modules) {
    assert.match(path, /(?:^|\/)[^_/][^/]*\.js$/);
    for (const [, name] of text.matchAll(/^(?:import|\} from) .*"([^"]+)";$/gm)) {
      assert.ok(modules.has(posix.join(posix.dirname(path), name!)), `${path} imports ${name}`);
    }
    // What remains must be JavaScript.
    assert.doesNotMatch(text, /^import type|^export (?:interface|type)|\.ts"/m, path);
  }
});
