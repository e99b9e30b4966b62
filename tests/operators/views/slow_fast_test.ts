import assert from "node:assert/strict";
import fc from "fast-check";
import { firstValueFrom, of } from "rxjs";
import { decodingGrid, slowFast } from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { ticket, window } from "../_clips.ts";

const RATES = { primary: { frames: 8, stride: 8 }, auxiliary: { frames: 8, stride: 4 } };
const SIZE = { frameCount: 15, framesPerSecond: 7.5, height: 2, width: 2 };
const WINDOW = window(ticket("a"), SIZE);

checkMapLike("slowFast()", {
  operator: () => slowFast({ clips: RATES, seed: 0, training: true }),
  input: () => WINDOW,
  broken: () => ({ ...WINDOW, frameCount: 14 }),
});

Deno.test("slowFast() spans the window with the slow clip and centers the fast one for tests", async () => {
  const clip = await firstValueFrom(
    of(WINDOW).pipe(slowFast({ clips: RATES, seed: 0, training: false })),
  );
  assert.deepEqual(clip.indices, {
    primary: [0, 2, 4, 6, 8, 10, 12, 14],
    auxiliary: [3, 4, 5, 6, 7, 8, 9, 10],
  });
  assert.equal(clip.frames, WINDOW.frames);
});

Deno.test("slowFast() draws where the fast clip lies, within the window, the same for the same key", () =>
  fc.assert(
    fc.asyncProperty(fc.integer(), fc.string(), async (seed, id) => {
      const operator = slowFast({ clips: RATES, seed, training: true });
      const draw = () => firstValueFrom(of(window(ticket(id), SIZE)).pipe(operator));
      const { indices } = await draw();
      const [first] = indices.auxiliary!;
      assert.deepEqual(indices.auxiliary, Array.from({ length: 8 }, (_, index) => first! + index));
      assert.equal(first! >= 0 && first! <= 7, true);
      assert.deepEqual((await draw()).indices, indices);
    }),
    { numRuns: 30 },
  ));

Deno.test("slowFast() reaches every offset", async () => {
  const offsets = new Set<number>();
  for (let seed = 0; seed < 200; seed++) {
    const operator = slowFast({ clips: RATES, seed, training: true });
    const { indices } = await firstValueFrom(of(WINDOW).pipe(operator));
    offsets.add(indices.auxiliary![0]!);
  }
  assert.deepEqual([...offsets].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
});

Deno.test("slowFast() has no auxiliary frames without an auxiliary network", async () => {
  const rates = { primary: { frames: 8, stride: 8 } };
  const size = { ...SIZE, frameCount: 8, framesPerSecond: 3.75 };
  const operator = slowFast({ clips: rates, seed: 0, training: true });
  const { indices } = await firstValueFrom(of(window(ticket("a"), size)).pipe(operator));
  assert.deepEqual(indices, { primary: [0, 1, 2, 3, 4, 5, 6, 7] });
});

Deno.test("slowFast() refuses rates that are not positive integers", () => {
  const clips = { primary: { frames: 8, stride: 0.5 } };
  assert.throws(() => slowFast({ clips, seed: 0, training: true }), {
    name: "RangeError",
    message: "Cannot choose frames as 'primary.stride' must be a positive integer: " +
      "current value is 0.5",
  });
});

Deno.test("slowFast() chooses whole frames of the window for any stride", async () => {
  for (let stride = 1; stride <= 120; stride++) {
    const clips = { primary: { frames: 4, stride }, auxiliary: { frames: 2, stride } };
    const { frameCount, framesPerSecond } = decodingGrid(clips);
    const size = { frameCount, framesPerSecond, height: 1, width: 1 };
    for (const training of [true, false]) {
      const operator = slowFast({ clips, seed: 1, training });
      const { indices } = await firstValueFrom(of(window(ticket("a"), size)).pipe(operator));
      assert.deepEqual(indices.primary, [0, 1, 2, 3], `stride ${stride}`);
      const [first = -1] = indices.auxiliary!;
      assert.ok([0, 1, 2].includes(first), `stride ${stride} begins at ${first}`);
      assert.deepEqual(indices.auxiliary, [first, first + 1], `stride ${stride}`);
    }
  }
});

Deno.test("slowFast() draws nothing for tests", async () => {
  // A seed that cannot be drawn from.
  const operator = slowFast({ clips: RATES, seed: NaN, training: false });
  const { indices } = await firstValueFrom(of(WINDOW).pipe(operator));
  assert.deepEqual(indices.auxiliary, [3, 4, 5, 6, 7, 8, 9, 10]);
});

Deno.test("slowFast() gives clips of one rate the same frames, and others their own", async () => {
  const rate = { frames: 2, stride: 1 };
  const clips = { primary: { frames: 8, stride: 2 }, gradient: rate, flow: rate };
  const { frameCount, framesPerSecond } = decodingGrid(clips);
  const size = { frameCount, framesPerSecond, height: 1, width: 1 };
  const starts = new Set<number>();
  for (let video = 0; video < 20; video++) {
    const operator = slowFast({ clips, seed: 3, training: true });
    const { indices } = await firstValueFrom(
      of(window(ticket(`${video}`), size)).pipe(operator),
    );
    assert.deepEqual(indices["flow"], indices["gradient"]);
    starts.add(indices["flow"]![0]!);
  }
  assert.ok(starts.size > 3);
});
