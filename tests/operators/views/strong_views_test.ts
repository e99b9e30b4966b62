import assert from "node:assert/strict";
import fc from "fast-check";
import { firstValueFrom, of } from "rxjs";
import {
  autoAugment,
  drawsFor,
  randAugment,
  STRONG_OPERATIONS,
  type StrongOperation,
  type StrongViewOptions,
  strongViews,
  weakViews,
} from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { clip } from "../_clips.ts";

const WEAK = { seed: 0, size: 32, shortSide: [32, 40], flip: 0.5 } as const;
const OPTIONS: StrongViewOptions = { ...WEAK, policy: autoAugment(), cutout: 0.5 };

checkMapLike("strongViews()", { operator: () => strongViews(OPTIONS), input: clip("a") });

function draws(seed: number) {
  return drawsFor({ seed, epoch: 0, video: "a", view: "strong" });
}

/** The operations of many draws. */
function operationsOf(policy: StrongViewOptions["policy"], count = 400): StrongOperation[][] {
  return Array.from({ length: count }, (_, seed) => policy(draws(seed)));
}

Deno.test("strongViews() fails with what its policy throws", () => {
  const policy = () => {
    throw new Error("no policy");
  };
  const seen: unknown[] = [];
  of(clip("a")).pipe(strongViews({ ...OPTIONS, policy }))
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

Deno.test("autoAugment() draws from the published policy", () => {
  const drawn = operationsOf(autoAugment());
  assert.ok(drawn.every((operations) => operations.length <= 2));
  const names = new Set(drawn.flat().map(({ name }) => name));
  assert.deepEqual([...names].sort(), [
    "autocontrast",
    "color",
    "contrast",
    "equalize",
    "invert",
    "posterize",
    "rotate",
    "sharpness",
    "shearX",
    "solarize",
  ]);
  const degrees = drawn.flat().filter(({ name }) => name === "rotate")
    .map((operation) => Math.abs((operation as { magnitude: number }).magnitude));
  // Strengths 3, 8 and 9 of 9, for at most 30 degrees.
  assert.deepEqual([...new Set(degrees.map(Math.round))].sort((a, b) => a - b), [10, 27, 30]);
});

Deno.test("autoAugment() uses nothing but the operations it is allowed", () => {
  const allowed = ["color", "contrast"] as const;
  const drawn = operationsOf(autoAugment({ operations: allowed }));
  assert.deepEqual([...new Set(drawn.flat().map(({ name }) => name))].sort(), [...allowed]);
  assert.throws(() => autoAugment({ operations: [] }), /must not be empty/);
  assert.throws(
    () => autoAugment({ operations: ["translateX"] }),
    /must contain one of the ImageNet policy/,
  );
  assert.throws(() => autoAugment({ operations: ["blur" as "color"] }), /current value is blur/);
});

Deno.test("randAugment() draws so many operations of one strength", () => {
  const drawn = operationsOf(randAugment({ count: 2, magnitude: 10 }));
  assert.ok(drawn.every((operations) => operations.length === 2));
  assert.equal(new Set(drawn.flat().map(({ name }) => name)).size, STRONG_OPERATIONS.length - 1);
  for (const operation of drawn.flat()) {
    const { name, magnitude } = operation as { name: string; magnitude: number };
    if (name === "rotate") assert.equal(Math.abs(magnitude), 30);
    if (name === "shearX") assert.equal(Math.abs(magnitude), 0.3);
    if (name === "posterize") assert.equal(magnitude, 4);
    if (name === "brightness") assert.ok(Math.abs(Math.abs(magnitude - 1) - 0.9) < 1e-9);
  }
  assert.throws(() => randAugment({ count: 0, magnitude: 5 }), /'count' must be/);
  assert.throws(() => randAugment({ count: 1, magnitude: 11 }), /'magnitude' must be/);
});

Deno.test("strongViews() refuses options out of range", () => {
  assert.throws(
    () => strongViews({ ...OPTIONS, cutout: 2 }),
    /'cutout' must be a number from 0 to 1/,
  );
  assert.throws(() => strongViews({ ...OPTIONS, size: 1.5 }), /'size' must be a positive integer/);
});
