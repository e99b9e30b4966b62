import assert from "node:assert/strict";
import fc from "fast-check";
import { firstValueFrom, of } from "rxjs";
import {
  labeledViews,
  type PlannedClip,
  testCrops,
  type WeakViewOptions,
  weakViews,
} from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { clip } from "../_clips.ts";

const OPTIONS: WeakViewOptions = { seed: 0, size: 224, shortSide: [256, 320], flip: 0.5 };

checkMapLike("weakViews()", { operator: () => weakViews(OPTIONS), input: clip("a") });
checkMapLike("labeledViews()", {
  operator: () => labeledViews(OPTIONS),
  input: clip("a", "labeled"),
});

function planOf(options: WeakViewOptions, of_: PlannedClip) {
  return firstValueFrom(of(of_).pipe(weakViews(options))).then(({ views }) => views.weak!);
}

Deno.test("weakViews() draws a square of 224/320 to 224/256 of the short side, inside the picture", () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 500 }),
      async (seed, height, width) => {
        const { box } = await planOf({ ...OPTIONS, seed }, clip("a", "unlabeled", height, width));
        const share = box.height / Math.min(height, width);
        assert.equal(box.height, box.width);
        assert.ok(share >= 224 / 320 - 1e-9 && share <= 224 / 256 + 1e-9);
        assert.ok(box.top >= 0 && box.top + box.height <= height + 1e-9);
        assert.ok(box.left >= 0 && box.left + box.width <= width + 1e-9);
      },
    ),
    { numRuns: 50 },
  ));

Deno.test("weakViews() flips as often as it is told, and draws anew for each video, epoch and repeat", async () => {
  const plans = await Promise.all(
    Array.from({ length: 400 }, (_, index) => planOf(OPTIONS, clip(`video ${index}`))),
  );
  const flips = plans.filter(({ flip }) => flip).length;
  assert.ok(flips > 150 && flips < 250, `${flips} of 400 are flipped`);
  assert.equal((await planOf({ ...OPTIONS, flip: 0 }, clip("a"))).flip, false);
  const one = clip("a");
  assert.deepEqual(await planOf(OPTIONS, one), await planOf(OPTIONS, one));
  for (const change of [{ epoch: 1 }, { repeat: 1 }]) {
    const other = { ...one, ticket: { ...one.ticket, ...change } };
    assert.notDeepEqual(await planOf(OPTIONS, one), await planOf(OPTIONS, other));
  }
});

Deno.test("weakViews() and labeledViews() plan for the clips of their role only", async () => {
  const roles = ["labeled", "unlabeled"] as const;
  for (const role of roles) {
    const stream = of(clip("a", role)).pipe(labeledViews(OPTIONS), weakViews(OPTIONS));
    const { views } = await firstValueFrom(stream);
    assert.deepEqual(Object.keys(views), [role === "labeled" ? "labeled" : "weak"]);
  }
});

Deno.test("weakViews() refuses options out of range", () => {
  assert.throws(() => weakViews({ ...OPTIONS, size: 0 }), /'size' must be a positive integer/);
  assert.throws(
    () => weakViews({ ...OPTIONS, shortSide: [200, 320] }),
    /'shortSide' must be ascending/,
  );
  assert.throws(() => weakViews({ ...OPTIONS, shortSide: [320, 256] }), RangeError);
  assert.throws(() => weakViews({ ...OPTIONS, flip: 1.5 }), /'flip' must be a number from 0 to 1/);
});

Deno.test("testCrops() are the first, middle and last square of the longer side", () => {
  const wide = testCrops({ height: 10, width: 16 }).map(({ box }) => [box.top, box.left]);
  assert.deepEqual(wide, [[0, 0], [0, 3], [0, 6]]);
  const tall = testCrops({ height: 16, width: 10 }).map(({ box }) => [box.top, box.left]);
  assert.deepEqual(tall, [[0, 0], [3, 0], [6, 0]]);
  assert.ok(
    testCrops({ height: 16, width: 10 }).every(({ box }) => box.height === 10 && box.width === 10),
  );
});
