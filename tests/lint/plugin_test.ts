// The sources below hold the words that the rule forbids.
// deno-lint-ignore-file project/glossary
import assert from "node:assert/strict";
import plugin from "./plugin.ts";

/** Sources and what the rules say of them: the part of the source that each complaint is about. */
const CASES: readonly {
  readonly rule: string;
  readonly path?: string;
  readonly good: readonly string[];
  readonly bad: readonly (readonly [source: string, found: string])[];
}[] = [
  {
    rule: "error-messages",
    good: [
      "throw new RangeError(`Cannot retry as 'count' must be positive: current value is ${count}`);",
      "throw new TypeError('Cannot read ' + name + ' as it is ' + 'a folder');",
      "throw new RangeError(message);",
      "throw new ManifestError(path, 'it is empty');",
      "throw new Error('there is no such file');",
      "throw new InvalidArgumentError('It must be a number.');",
      "throw error;",
      "class OwnError extends Error { constructor(x) { super(`Cannot read ${x}`, {}); } }",
      "class Own extends Other { constructor(x) { super('other'); } }",
    ],
    bad: [
      ["throw new RangeError(`bad ${count}`);", "new RangeError(`bad ${count}`)"],
      ["throw new TypeError('Cannot read' + name);", "new TypeError('Cannot read' + name)"],
      ["throw new OwnError(path, 'is a folder');", "new OwnError(path, 'is a folder')"],
      [
        "class OwnError extends Error { constructor(x) { super(`${x} is bad`); } }",
        "super(`${x} is bad`)",
      ],
    ],
  },
  { rule: "error-messages", path: "tests/a.ts", good: ["throw new RangeError('bad');"], bad: [] },
  {
    rule: "top-level-arrows",
    good: [
      "export function f() { const g = () => 1; return g; }",
      "const table = { f: () => 1 };",
      "export const rule = create(() => 1);",
    ],
    bad: [
      ["const f = () => 1;", "f = () => 1"],
      ["export const f = async () => {};", "f = async () => {}"],
    ],
  },
  { rule: "top-level-arrows", path: "tests/a.ts", good: ["const f = () => 1;"], bad: [] },
  {
    rule: "packed-spreads",
    good: [
      "f(...values);",
      "const a = [...b, ...c ? [d] : []];",
      "const a = { ...b };",
      "run([...['-c:v', 'mpeg4'], ...[`-b${n}`, n], ...['run', '--quiet'], file]);",
    ],
    bad: [
      ["const a = [...[b, c]];", "[b, c]"],
      ["const a = { ...{ b, c } };", "{ b, c }"],
      ["f(...['run', 'quiet']);", "['run', 'quiet']"],
    ],
  },
  {
    rule: "seeded-draws",
    path: "tests/a.ts",
    good: [
      "drawNormal([2], 0);",
      "tf.randomUniform([2], 0, 1, 'float32', seed);",
      "tf.multinomial(logits, 4, 3.14);",
    ],
    bad: [
      [
        "tf.randomNormal([2], 0, 1, 'float32', seed);",
        "tf.randomNormal([2], 0, 1, 'float32', seed)",
      ],
      ["f(tf.randomUniform([2]));", "tf.randomUniform([2])"],
      ["tf.multinomial(logits, 4);", "tf.multinomial(logits, 4)"],
    ],
  },
  { rule: "seeded-draws", good: ["tf.randomNormal([2]);"], bad: [] },
  {
    rule: "glossary",
    good: [
      "// Computes it again.",
      "const text = 'there is no such file; it is no longer there';",
      "const told = 1;",
    ],
    bad: [
      ["// Drawn anew.", "anew"],
      ["/** Tells what is there. */", "Tells"],
      ["const text = 'the optimiser';", "optimiser"],
      ["const text = `${a} is no file`;", "is no file"],
      ["const text = 'labelled videos';", "labelled"],
      ["f('go on with it', `gone on with`);", "go on with|gone on with"],
    ],
  },
];

for (const { rule, path = "models/a.ts", good, bad } of CASES) {
  Deno.test(`lint rule ${rule} finds what it forbids, in ${path}`, () => {
    for (const source of good) assert.equal(complaintsOf(rule, path, source), "", source);
    for (const [source, found] of bad) assert.equal(complaintsOf(rule, path, source), found);
  });
}

function complaintsOf(rule: string, path: string, source: string): string {
  return Deno.lint.runPlugin(plugin, path, source)
    .filter(({ id }) => id === `project/${rule}`)
    .map(({ range }) => source.slice(...range))
    .join("|");
}
