import assert from "node:assert/strict";
import fc from "fast-check";
import { firstValueFrom, of } from "rxjs";
import {
  type PlannedClip,
  type SpatialPlan,
  type WeakViewOptions,
  weakViews,
} from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { clip } from "../_clips.ts";

const OPTIONS: WeakViewOptions = { seed: 0, size: 224, shortSide: [256, 320], flip: 0.5 };

checkMapLike("weakViews()", { operator: () => weakViews(OPTIONS), input: () => clip("a") });

async function planOf(options: WeakViewOptions, planned: PlannedClip): Promise<SpatialPlan> {
  const { views } = await firstValueFrom(of(planned).pipe(weakViews(options)));
  assert.ok(views.weak);
  return views.weak;
}

Deno.test("weakViews() draws a square of 224/320 to 224/256 of the short side, inside the frame", () =>
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

Deno.test("weakViews() flips with the given probability, and draws again for each video, phase, epoch and repeat", async () => {
  const plans = await Promise.all(
    Array.from({ length: 400 }, (_, index) => planOf(OPTIONS, clip(`video ${index}`))),
  );
  const flips = plans.filter(({ flip }) => flip).length;
  assert.ok(flips > 150 && flips < 250, `${flips} of 400 are flipped`);
  assert.equal((await planOf({ ...OPTIONS, flip: 0 }, clip("a"))).flip, false);
  const first = clip("a");
  assert.deepEqual(await planOf(OPTIONS, first), await planOf(OPTIONS, first));
  for (const change of [{ phase: 1 }, { epoch: 1 }, { repeat: 1 }]) {
    const changed = { ...first, ticket: { ...first.ticket, ...change } };
    assert.notDeepEqual(await planOf(OPTIONS, first), await planOf(OPTIONS, changed));
  }
});

Deno.test("weakViews() plans for unlabeled clips only", async () => {
  const keysFor = async (role: "labeled" | "unlabeled") => {
    const { views } = await firstValueFrom(of(clip("a", role)).pipe(weakViews(OPTIONS)));
    return Object.keys(views);
  };
  assert.deepEqual(await keysFor("unlabeled"), ["weak"]);
  assert.deepEqual(await keysFor("labeled"), []);
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
