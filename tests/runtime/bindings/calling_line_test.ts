import assert from "node:assert/strict";
import { lineOfCaller } from "../../../runtime/bindings/calling_line.ts";

Deno.test("lineOfCaller() passes over the runtime, packages and Deno itself", () => {
  const project = new URL("../../../", import.meta.url).href;
  const frames = [
    "Error",
    `    at opError (${project}runtime/bindings/op_error.ts:10:10)`,
    "    at add_ (file:///cache/npm/registry.example/@tensorflow/tfjs-core/4.22.0/dist/tf-core.js:9:1)",
    "    at Array.map (<anonymous>)",
    "    at next (file:///elsewhere/node_modules/rxjs/dist/map.js:9:1)",
    "    at ext:core/01_core.js:9:1",
    `    at async forward (${project}models/a%20b.ts:93:10)`,
    "    at file:///elsewhere/main.ts:1:2",
  ];
  assert.equal(lineOfCaller(frames.join("\n")), "models/a b.ts:93:10");
  assert.equal(lineOfCaller(frames.at(-1) ?? ""), "file:///elsewhere/main.ts:1:2");
  assert.equal(lineOfCaller(frames.slice(0, -2).join("\n")), undefined);
});
