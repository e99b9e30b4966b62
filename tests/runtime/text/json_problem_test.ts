import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonProblem } from "../../../runtime/text/json_problem.ts";
import { parseJsonText } from "../../../runtime/text/parse_json_text.ts";

Deno.test("jsonProblem() finds nothing in whatever JSON.stringify() writes", () =>
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(0, 1, "\t"), (value, indent) => {
    const text = JSON.stringify(value, null, indent);
    assert.equal(jsonProblem(text), undefined);
    assert.deepEqual(parseJsonText(text), JSON.parse(text));
  })));

for (
  const [text, problem] of [
    ['{"a":1,"a":2}', "it has the key 'a' twice in one object"],
    ['[{"x":{"a":1},"a":2,"\\u0061":3}]', "it has the key 'a' twice in one object"],
    [`{"${"k".repeat(1e6)}":1,"${"k".repeat(1e6)}":1}`, /^it has the key 'k{97}\.\.\.' twice/],
    ["[".repeat(1e6) + "]".repeat(1e6), "it has more than 100 lists and objects in one another"],
    ['{"x":'.repeat(101) + "1" + "}".repeat(101), /^it has more than 100 lists/],
  ] as const
) {
  Deno.test(`jsonProblem() refuses ${text.slice(0, 40)}`, () => {
    assert.match(jsonProblem(text) ?? "", new RegExp(problem));
    assert.throws(() => parseJsonText(text), SyntaxError);
  });
}

Deno.test("jsonProblem() takes what only looks like that", () => {
  for (
    const text of [
      '{"a":{"a":{"a":1}},"b":"a"}',
      '["a:","a:","{[","\\"[","\\\\"]',
      '{"a":":a\\":","A":1}',
      "[".repeat(100) + "]".repeat(100),
      JSON.stringify("[".repeat(1e6)),
      `[${"[],".repeat(1e5)}{}]`,
      '{"__proto__":1,"constructor":2,"\\ud800":3}',
      "1e400",
    ]
  ) {
    assert.equal(jsonProblem(text), undefined, text.slice(0, 40));
  }
});

Deno.test("jsonProblem() names a reserved key, however it is written", () => {
  for (const key of ["__proto__", "\\u005f_proto__"]) {
    const problem = jsonProblem(`{"x":{"${key}":{"seed":1}}}`, "__proto__");
    assert.equal(problem, "it has the key '__proto__', which is reserved");
  }
});
