import assert from "node:assert/strict";
import { baseCss } from "../../../pipeline/local_page/base_css.ts";

Deno.test("baseCss() has colors for both schemes, and rules that use only those", async () => {
  const css = await baseCss();
  assert.match(css, /prefers-color-scheme: dark/);
  const defined = new Set(Array.from(css.matchAll(/(--[\w-]+):/g), ([, name]) => name));
  const used = Array.from(css.matchAll(/var\((--[\w-]+)\)/g), ([, name]) => name);
  assert.ok(used.includes("--paper") && used.includes("--control-padding"), used.join());
  assert.deepEqual(used.filter((name) => !defined.has(name)), []);
});
