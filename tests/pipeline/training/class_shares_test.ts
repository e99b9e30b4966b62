import assert from "node:assert/strict";
import { classShares } from "../../../pipeline/training/class_shares.ts";

Deno.test("classShares() counts labeled videos; a class without any has the share of half a one", () => {
  const labeled = [0, 2, 2, 2].map((label, index) => ({ id: `${index}`, path: "", label }));
  assert.deepEqual(classShares(labeled, 3), [0.25, 0.125, 0.75]);
});
