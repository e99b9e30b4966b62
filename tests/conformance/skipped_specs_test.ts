import assert from "node:assert/strict";
import { type SkippedSpecs, skippedSpecs } from "./_skipped_specs.ts";

const NAMES = [
  "abs env {} basic",
  "abs env {} gradient",
  "deep  env {} inner env {} first",
  "deep  env {} inner env {} second",
  "no environment",
];

function skippedOf(suites: SkippedSpecs["suites"]): string[] {
  return [...skippedSpecs([{ reason: "why", suites }], NAMES, "env").keys()];
}

Deno.test("skippedSpecs() takes out a suite, named specs, or all but named ones", () => {
  assert.deepEqual(skippedOf({ abs: "all" }), NAMES.slice(0, 2));
  assert.deepEqual(skippedOf({ abs: ["gradient"] }), [NAMES[1]]);
  assert.deepEqual(skippedOf({ deep: { allBut: ["inner env {} first"] } }), [NAMES[3]]);
});

Deno.test("skippedSpecs() gives each spec its reason", () => {
  const list = [
    { reason: "one", suites: { abs: ["basic"] } },
    { reason: "two", suites: { abs: ["gradient"] } },
  ];
  assert.deepEqual([...skippedSpecs(list, NAMES, "env")], [[NAMES[0], "one"], [NAMES[1], "two"]]);
});

Deno.test("skippedSpecs() refuses what names no spec, and what is listed twice", () => {
  assert.throws(() => skippedOf({ gone: "all" }), /RangeError: Cannot skip 'gone'/);
  assert.throws(() => skippedOf({ abs: ["gone"] }), /Cannot skip 'abs \/ gone'/);
  assert.throws(() => skippedOf({ abs: { allBut: ["gone"] } }), /Cannot skip 'abs \/ gone'/);
  const twice = { reason: "why", suites: { abs: "all" } } as const;
  assert.throws(() => skippedSpecs([twice, twice], NAMES, "env"), /must be listed once/);
});
