import assert from "node:assert/strict";
import { hashSplit } from "../../../datasets/mod.ts";

Deno.test("hashSplit() depends on what counts and on nothing else", () => {
  const video = (id: string, label: number | null) => ({ id, label });
  const parts = {
    labeled: [video("a", 0), video("b", 1)],
    unlabeled: [video("c", null)],
    test: [video("d", 1)],
  };
  const hash = hashSplit(parts);
  assert.match(hash, /^[0-9a-f]{64}$/);
  assert.equal(hashSplit({ ...parts, labeled: parts.labeled.toReversed() }), hash);
  assert.equal(hashSplit({ ...parts, unlabeled: [video("c", 1)] }), hash);
  const others = [
    { ...parts, labeled: [video("a", 0), video("b", 0)] },
    { ...parts, labeled: [video("a", 0)], unlabeled: [video("b", null), video("c", null)] },
    { ...parts, test: [video("d", 0)] },
    { ...parts, test: [] },
  ];
  assert.equal(new Set([hash, ...others.map(hashSplit)]).size, 5);
});
