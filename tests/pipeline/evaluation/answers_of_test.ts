import assert from "node:assert/strict";
import { answersOf } from "../../../pipeline/evaluation/answers_of.ts";

Deno.test("answersOf() averages both networks, and has no average of one", () => {
  const primary = Float32Array.of(0.5, 0.5);
  const { both } = answersOf({ primary, auxiliary: Float32Array.of(0, 1) });
  assert.deepEqual([...both!], [0.25, 0.75]);
  assert.deepEqual(Object.keys(answersOf({ primary })), ["primary"]);
});
