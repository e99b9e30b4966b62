import assert from "node:assert/strict";
import { firstValueFrom, of } from "rxjs";
import { labeledViews, type WeakViewOptions, weakViews } from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { clip } from "../_clips.ts";

const OPTIONS: WeakViewOptions = { seed: 0, size: 224, shortSide: [256, 320], flip: 0.5 };

checkMapLike("labeledViews()", {
  operator: () => labeledViews(OPTIONS),
  input: () => clip("a", "labeled"),
});

Deno.test("labeledViews() plans for labeled clips only", async () => {
  const keysFor = async (role: "labeled" | "unlabeled") => {
    const { views } = await firstValueFrom(of(clip("a", role)).pipe(labeledViews(OPTIONS)));
    return Object.keys(views);
  };
  assert.deepEqual(await keysFor("labeled"), ["labeled"]);
  assert.deepEqual(await keysFor("unlabeled"), []);
});

Deno.test("labeledViews() draws other squares than weakViews(), the same each time", async () => {
  const video = clip("a", "labeled");
  const unlabeled = clip("a", "unlabeled");
  const { labeled } = (await firstValueFrom(of(video).pipe(labeledViews(OPTIONS)))).views;
  const { weak } = (await firstValueFrom(of(unlabeled).pipe(weakViews(OPTIONS)))).views;
  assert.notDeepEqual(labeled, weak);
  const again = await firstValueFrom(of(video).pipe(labeledViews(OPTIONS)));
  assert.deepEqual(again.views.labeled, labeled);
});

Deno.test("labeledViews() refuses options out of range", () => {
  assert.throws(() => labeledViews({ ...OPTIONS, size: 0 }), /'size' must be a positive integer/);
  assert.throws(
    () => labeledViews({ ...OPTIONS, flip: -1 }),
    /'flip' must be a number from 0 to 1/,
  );
});
