import { deepEqual, throws } from "node:assert/strict";
import { failureBudget } from "../../operators/mod.ts";

const failure = { item: "a", error: new Error("broken"), attempt: 1 };

for (
  const [failed, ended, decision] of [
    [1, 1, "skip"],
    [3, 3, "skip"],
    [4, 4, "fail"],
    [4, 39, "fail"],
    [4, 40, "skip"],
    [11, 100, "fail"],
  ] as const
) {
  Deno.test(`failureBudget() of a tenth, 3 at least: ${failed} of ${ended} mean ${decision}`, () =>
    deepEqual(
      failureBudget({ share: 0.1, minimum: 3 })({ ...failure, failed, ended }),
      decision,
    ));
}

Deno.test("failureBudget() replaces where there is a replacement, and skips where not", () => {
  const decide = failureBudget<string>({
    share: 1,
    minimum: 0,
    replace: (item, attempt) => attempt < 2 ? `${item} again` : null,
  });
  deepEqual(decide({ ...failure, failed: 1, ended: 1 }), { replacement: "a again" });
  deepEqual(decide({ ...failure, attempt: 2, failed: 1, ended: 1 }), "skip");
});

Deno.test("failureBudget() refuses options out of range", () => {
  throws(
    () => failureBudget({ share: 1.1, minimum: 0 }),
    /'share' must be .* current value is 1.1/,
  );
  throws(() => failureBudget({ share: NaN, minimum: 0 }), RangeError);
  throws(
    () => failureBudget({ share: 0, minimum: -1 }),
    /'minimum' must be a non-negative integer/,
  );
});
