import assert from "node:assert/strict";
import * as rxjs from "rxjs";
import * as parts from "../../operators/_rxjs.ts";
import { readSource } from "../_sources.ts";

Deno.test("the parts of RxJS are those that RxJS exports", () => {
  const whole: Readonly<Record<string, unknown>> = rxjs;
  for (const [name, part] of Object.entries(parts)) assert.equal(part, whole[name], name);
});

Deno.test("operators/_rxjs.ts loads parts of RxJS alone", () => {
  const imported = readSource("operators/_rxjs.ts").matchAll(/ from "([^"]+)"/g);
  const names = Array.from(imported, ([, name = ""]) => name);
  assert.ok(names.length > 5);
  assert.deepEqual(names.filter((name) => !name.startsWith("rxjs/internal/")), []);
});
