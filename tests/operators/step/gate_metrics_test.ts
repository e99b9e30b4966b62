import assert from "node:assert/strict";
import { gateMetrics } from "../../../operators/mod.ts";

Deno.test("gateMetrics() counts the pseudo-labels that passed, and those of them that are right", () => {
  const judgment = {
    labels: Int32Array.of(1, 2, 3, 0),
    confidence: Float32Array.of(0.875, 1, 0.25, 0.875),
    mask: Float32Array.of(1, 1, 0, 1),
  };
  const { primary, auxiliary } = gateMetrics(
    { pseudo: { primary: judgment } },
    Int32Array.of(1, 0, 3, -1),
  );
  assert.deepEqual(primary, {
    maskRate: 0.75,
    confidence: 0.75,
    histogram: [0, 0, 1, 0, 0, 0, 0, 0, 2, 1],
    known: [0, 0, 1, 0, 0, 0, 0, 0, 1, 1],
    knownRight: [0, 0, 1, 0, 0, 0, 0, 0, 1, 0],
    judged: 2,
    right: 1,
  });
  assert.equal(auxiliary, undefined);
});

Deno.test("gateMetrics() counts both directions separately", () => {
  const judgment = (mask: number) => ({
    labels: Int32Array.of(1),
    confidence: Float32Array.of(0.5),
    mask: Float32Array.of(mask),
  });
  const pseudo = { primary: judgment(1), auxiliary: judgment(0) };
  const metrics = gateMetrics({ pseudo, agreement: 1 }, Int32Array.of(1));
  assert.deepEqual([metrics.primary.maskRate, metrics.auxiliary?.maskRate], [1, 0]);
  assert.deepEqual([metrics.primary.right, metrics.auxiliary?.judged], [1, 0]);
});
