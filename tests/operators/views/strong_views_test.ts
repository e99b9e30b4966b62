import assert from "node:assert/strict";
import fc from "fast-check";
import { firstValueFrom, of } from "rxjs";
import {
  autoAugment,
  type StrongViewOptions,
  strongViews,
  weakViews,
} from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { clip } from "../_clips.ts";

const WEAK = { seed: 0, size: 32, shortSide: [32, 40], flip: 0.5 } as const;
const OPTIONS: StrongViewOptions = { ...WEAK, policy: autoAugment(), cutout: 0.5 };

checkMapLike("strongViews()", {
  operator: () => strongViews(OPTIONS),
  input: () => clip("a"),
});

/** Refuses every clip that it is called for. */
function noPolicy(): never {
  throw new Error("no policy");
}

checkMapLike("strongViews() with a policy that throws", {
  operator: () => strongViews({ ...OPTIONS, policy: noPolicy }),
  input: () => clip("a", "labeled"),
  broken: () => clip("a"),
});

Deno.test("strongViews() fails with what its policy throws", () => {
  const seen: unknown[] = [];
  of(clip("a")).pipe(strongViews({ ...OPTIONS, policy: noPolicy }))
    .subscribe({ error: (error) => seen.push(error.message) });
  assert.deepEqual(seen, ["no policy"]);
});

Deno.test("strongViews() adds a view of its own to unlabeled clips and leaves labeled ones alone", async () => {
  const views = async (role: "labeled" | "unlabeled") => {
    const stream = of(clip("a", role)).pipe(weakViews(WEAK), strongViews(OPTIONS));
    return (await firstValueFrom(stream)).views;
  };
  assert.deepEqual(await views("labeled"), {});
  const { weak, strong } = await views("unlabeled");
  assert.ok(weak!.box.left !== strong!.box.left);
  assert.deepEqual(await views("unlabeled"), { weak, strong });
});

Deno.test("strongViews() cuts a square out of every clip, cut off at the edges", () =>
  fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const options = { ...OPTIONS, seed, policy: () => [] };
      const { views } = await firstValueFrom(of(clip("a")).pipe(strongViews(options)));
      const [cutout] = views.strong!.operations;
      assert.ok(cutout?.name === "cutout");
      const { top, left, height, width } = cutout.box;
      assert.ok([top, left, height, width].every(Number.isInteger));
      assert.ok(top >= 0 && left >= 0 && top + height <= 32 && left + width <= 32);
      assert.ok(height >= 8 && height <= 16 && width >= 8 && width <= 16);
    }),
    { numRuns: 50 },
  ));

Deno.test("strongViews() refuses options out of range", () => {
  assert.throws(
    () => strongViews({ ...OPTIONS, cutout: 2 }),
    /'cutout' must be a number from 0 to 1/,
  );
  assert.throws(() => strongViews({ ...OPTIONS, size: 1.5 }), /'size' must be a positive integer/);
});

Deno.test("strongViews() draws the operations of other modalities by themselves", async () => {
  const strongOf = async (options: StrongViewOptions) => {
    return (await firstValueFrom(of(clip("a")).pipe(strongViews(options)))).views.strong!;
  };
  const { others, ...strong } = await strongOf({
    ...OPTIONS,
    otherModalities: ["gradient", "flow"],
  });
  assert.deepEqual(strong, await strongOf(OPTIONS));
  assert.deepEqual(Object.keys(others!), ["gradient", "flow"]);
  assert.notDeepEqual(others!.gradient, others!.flow);
  assert.notDeepEqual(others!.gradient, strong.operations);
});
