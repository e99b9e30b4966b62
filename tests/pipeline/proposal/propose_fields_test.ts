import assert from "node:assert/strict";
import type { VideoEntry } from "../../../datasets/mod.ts";
import { proposeFields } from "../../../pipeline/proposal/propose_fields.ts";

const CLASSES = ["fight", "normal"];

function videos(...counts: readonly number[]): VideoEntry[] {
  return counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, index) => {
      const id = `${label}/${index}.mp4`;
      return { id, path: id, label };
    })
  );
}

function proposed(labeled: readonly VideoEntry[], unlabeled: readonly VideoEntry[]) {
  const fields = proposeFields({ classes: CLASSES, labeled, unlabeled }, 805);
  return Object.fromEntries(fields.map(({ path, value }) => [path, value]));
}

Deno.test("proposeFields() learns from unlabeled videos if there are any", () => {
  assert.deepEqual(proposed(videos(5, 9), videos(1)), { "method.name": "actnetformer" });
  assert.deepEqual(proposed(videos(5, 9), []), { "method.name": "supervised" });
});

Deno.test("proposeFields() holds labels out for validation if each class has ten", () => {
  assert.deepEqual(proposed(videos(10, 30), []), {
    "method.name": "supervised",
    "data.validationShare": 0.2,
    "evaluate.everySteps": 81,
  });
  assert.equal("data.validationShare" in proposed(videos(9, 30), []), false);
  assert.equal("data.validationShare" in proposed(videos(30), []), false);
});
