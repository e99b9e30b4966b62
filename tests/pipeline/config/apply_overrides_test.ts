import assert from "node:assert/strict";
import { parseConfig } from "../../../pipeline/config/config.ts";
import { applyOverrides } from "../../../pipeline/config/apply_overrides.ts";
import { SMALLEST_CONFIG } from "./_smallest_config.ts";

Deno.test("applyOverrides() replaces fields without touching the original", () => {
  const raw = { a: { b: 1, c: 2 } };
  const changed = applyOverrides(raw, [{ path: "a.b", value: 3 }, { path: "d.e", value: 4 }]);
  assert.deepEqual(changed, { a: { b: 3, c: 2 }, d: { e: 4 } });
  assert.deepEqual(raw, { a: { b: 1, c: 2 } });
});

Deno.test("applyOverrides() adds to a list what is to be added, and replaces it otherwise", () => {
  const raw = { data: { unlabeled: ["a"] } };
  const added = { path: "data.unlabeled", value: ["b"], adds: true } as const;
  const replaced = { path: "data.unlabeled", value: ["c"] };
  assert.deepEqual(applyOverrides(raw, [added]), { data: { unlabeled: ["a", "b"] } });
  assert.deepEqual(applyOverrides(raw, [replaced, added]), { data: { unlabeled: ["c", "b"] } });
  assert.deepEqual(applyOverrides({}, [added]), { data: { unlabeled: ["b"] } });
  assert.deepEqual(raw, { data: { unlabeled: ["a"] } });
});

Deno.test("applyOverrides() replaces epochs by steps and vice versa", () => {
  const steps = applyOverrides(SMALLEST_CONFIG, [{ path: "schedule.steps", value: 10 }]);
  assert.equal(parseConfig(steps, "test").schedule.steps, 10);
  assert.equal(parseConfig(steps, "test").schedule.epochs, undefined);
  const back = applyOverrides(steps, [{ path: "schedule.epochs", value: 2 }]);
  assert.equal(parseConfig(back, "test").schedule.epochs, 2);
});
