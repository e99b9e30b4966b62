import assert from "node:assert/strict";
import type * as v from "valibot";
import type { Config } from "../../../pipeline/config/config_type.ts";
import type { configFields } from "../../../pipeline/config/schema.ts";

/** Dotted paths of all fields of an object. */
type PathsOf<T> = T extends readonly unknown[] | string | number | boolean | undefined ? never
  : { [K in keyof T & string]: K | `${K}.${PathsOf<NonNullable<T[K]>>}` }[keyof T & string];

type Described = PathsOf<Config>;
type Accepted = PathsOf<v.InferOutput<typeof configFields>>;

Deno.test("Config describes exactly the fields that the schema accepts", () => {
  // Does not compile otherwise.
  const nothingUndescribed: [Accepted] extends [Described] ? true : Exclude<Accepted, Described> =
    true;
  const nothingInvented: [Described] extends [Accepted] ? true : Exclude<Described, Accepted> =
    true;
  assert.deepEqual([nothingUndescribed, nothingInvented], [true, true]);
});
