import assert from "node:assert/strict";
import { loadConfig } from "../../../pipeline/config/config.ts";
import type { Method } from "../../../pipeline/methods/method.ts";
import { planMemory } from "../../../pipeline/training/plan_memory.ts";

const ORDER = { labeled: [], unlabeled: [], labeledPerBatch: 2, ratio: 3, seed: 0 };

async function planned(memory: unknown, means?: unknown) {
  const { config } = await loadConfig("motion_small");
  const method = { memory: memory as Method["memory"], means: means as Method["means"] };
  return planMemory(config, { method, classes: 2, order: ORDER });
}

Deno.test("planMemory() returns what a method remembers", async () => {
  const bank = { shape: [2, 8], dtype: "float32", fill: 0 };
  assert.deepEqual(await planned(() => ({ bank })), { bank });
  assert.equal(await planned(undefined), undefined);
  assert.deepEqual(await planned(() => ({ bank }), () => ({ said: bank })), { bank, said: bank });
});

for (
  const [memory, message] of [
    [3, /'memory' must return what that of a Method does: .*received 3$/],
    [{ bank: { shape: [2], dtype: "float32" } }, /: bank\.fill: /],
    [{ bank: { shape: [0.5], dtype: "float32", fill: 0 } }, /: bank\.shape\.0: /],
  ] as const
) {
  Deno.test(`planMemory() refuses ${JSON.stringify(memory)}`, () =>
    assert.rejects(planned(() => memory), { name: "Error", message }));
}

Deno.test("planMemory() refuses means that are no floats", () =>
  assert.rejects(planned(undefined, () => ({ said: { shape: [], dtype: "int32", fill: 0 } })), {
    name: "Error",
    message: /'means' must return what that of a Method does: .*said\.dtype/,
  }));
