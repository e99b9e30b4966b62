import assert from "node:assert/strict";
import { exampleProblems } from "./_doc_examples.ts";

const CODE = "```ts\nf();\n```";

Deno.test("exampleProblems() lists functions and classes of ours without a short example", () => {
  const symbol = (name: string, kind: string, doc: string | null, folder = "/project/") => {
    const tags = doc === null ? [] : [{ kind: "example", doc }];
    const location = { filename: `file://${folder}a.ts`, line: 3 };
    const def = { extends: name === "OwnError" ? "RangeError" : "Base" };
    return { name, declarations: [{ kind, location, jsDoc: { tags }, def }] };
  };
  const symbols = [
    symbol("good", "function", `Title\n${CODE}`),
    symbol("bare", "function", null),
    symbol("notRun", "function", CODE.replace("ts", "ts ignore")),
    symbol("long", "function", CODE.replace("f();", "f();\n".repeat(12))),
    symbol("Bare", "class", null),
    symbol("OwnError", "class", null),
    symbol("Options", "interface", null),
    symbol("tf", "function", null, "/cache/"),
  ];
  const doc = {
    nodes: { "file:///project/mod.ts": { symbols }, "file:///project/b.ts": { symbols } },
  };
  assert.deepEqual(exampleProblems(doc, "file:///project/"), [
    "a.ts:3 Bare has no example",
    "a.ts:3 bare has no example",
    "a.ts:3 long has an example of 12 lines or more",
    "a.ts:3 notRun has no example",
  ]);
});
