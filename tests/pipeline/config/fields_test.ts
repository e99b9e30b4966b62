import assert from "node:assert/strict";
import {
  number,
  oneOf,
  range,
  section,
  text,
  whole,
  wordOrModule,
} from "../../../pipeline/config/fields.ts";

/** A schema, as all schema libraries offer it. */
interface Schema {
  readonly "~standard": {
    validate(value: unknown): Result | Promise<Result>;
  };
}

interface Result {
  readonly issues?: readonly { readonly message: string }[] | undefined;
}

/** The messages of a schema about a value. */
async function messagesOf(schema: Schema, value: unknown): Promise<string[]> {
  const { issues = [] } = await schema["~standard"].validate(value);
  return issues.map(({ message }) => message);
}

const ACCEPTED: readonly (readonly [name: string, schema: Schema, value: unknown])[] = [
  ["number()", number(), 0],
  ["number() with a maximum", number({ max: 1 }), 1],
  ["whole()", whole({ min: 1 }), 1],
  ["text()", text(), "a"],
  ["oneOf()", oneOf(["a", "b"]), "b"],
  ["wordOrModule()", wordOrModule(["a"]), "./mine.ts"],
  ["range()", range({ min: 1 }), [1, 1]],
  ["section()", section({ a: number() }), { a: 1 }],
];

for (const [name, schema, value] of ACCEPTED) {
  Deno.test(`${name} accepts ${JSON.stringify(value)}`, async () => {
    assert.deepEqual(await messagesOf(schema, value), []);
  });
}

const REFUSED: readonly (
  readonly [name: string, schema: Schema, value: unknown, message: string]
)[] = [
  ["number()", number(), -1, "must be a number of at least 0"],
  ["number()", number(), Infinity, "must be a number of at least 0"],
  ["number()", number(), "1", "must be a number of at least 0"],
  ["number()", number({ max: 1 }), 1.1, "must be a number from 0 to 1"],
  ["number()", number({ aboveMin: true }), 0, "must be a number above 0"],
  ["number()", number({ aboveMin: true, max: 1 }), 0, "must be a number above 0 and at most 1"],
  ["whole()", whole({ min: 1 }), 1.5, "must be a whole number of at least 1"],
  ["text()", text(), "", "must be text and not empty"],
  ["oneOf()", oneOf(["a", "b"]), "c", "must be one of a, b"],
  [
    "wordOrModule()",
    wordOrModule(["a"]),
    "b",
    "must be one of a, or the path of a module (./name.ts)",
  ],
  ["range()", range(), [2, 1], "must be [lowest, highest], each a number of at least 0"],
  ["range()", range(), [1], "must be [lowest, highest], each a number of at least 0"],
  ["section()", section({ a: number() }), {}, "is missing"],
  ["section()", section({ a: number() }), { a: 1, b: 2 }, "is an unknown key: allowed are a"],
  ["section()", section({ a: number() }), [], "must be an object with the fields a"],
  ["section()", section({ a: number() }), 1, "must be an object with the fields a"],
];

for (const [name, schema, value, message] of REFUSED) {
  Deno.test(`${name} refuses ${JSON.stringify(value)}: ${message}`, async () => {
    assert.deepEqual(await messagesOf(schema, value), [message]);
  });
}
