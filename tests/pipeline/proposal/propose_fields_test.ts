import assert from "node:assert/strict";
import type { VideoEntry } from "../../../datasets/mod.ts";
import type { Override } from "../../../pipeline/config/config.ts";
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

function proposed(
  labeled: readonly VideoEntry[],
  unlabeled: readonly VideoEntry[],
  given: readonly Override[] = [],
) {
  const fields = proposeFields({ classes: CLASSES, labeled, unlabeled }, { steps: 805, given });
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

Deno.test("proposeFields() proposes nothing for what the user gives", () => {
  const method = { path: "method.name", value: "fixmatch" };
  const share = { path: "data.validationShare", value: 0.3 };
  const names = (...given: readonly Override[]) =>
    Object.keys(proposed(videos(10, 30), videos(1), given));
  assert.deepEqual(names(method), ["data.validationShare", "evaluate.everySteps"]);
  assert.deepEqual(names(share), ["method.name"]);
  assert.deepEqual(names(method, share), []);
});
