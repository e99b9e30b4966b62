import assert from "node:assert/strict";
import { effectiveVideos } from "../../../pipeline/numbers/effective_videos.ts";
import { answersOfCuts } from "./_answers.ts";

Deno.test("effectiveVideos() of single videos is their number", () => {
  const answers = new Map(Array.from({ length: 100 }, (_, index) => [`${index}`, index < 70]));
  const { count, sources } = effectiveVideos(answers);
  assert.equal(sources, 100);
  assert.ok(Math.abs(count - 100) < 1e-9, String(count));
});

Deno.test("effectiveVideos() counts equal cuts of a source as one", () => {
  const { count, sources } = effectiveVideos(answersOfCuts(40, 5, (source) => source < 24));
  assert.equal(sources, 40);
  assert.ok(Math.abs(count - 40) < 1e-9, String(count));
});

Deno.test("effectiveVideos() counts cuts that are partly alike as what they are worth", () => {
  // Of three cuts 3, 2, 1 and 0 are right: these deviate from 1.5 by squares of 5 in sum, where
  // twelve single videos would by 12 / 4.
  const { count } = effectiveVideos(answersOfCuts(4, 3, (source, cut) => cut >= source));
  assert.ok(Math.abs(count - 12 * 3 / 5) < 1e-9, String(count));
});

Deno.test("effectiveVideos() are not more than the videos", () => {
  // Each source has as many right as any other, which no sample of single videos would have.
  assert.equal(effectiveVideos(answersOfCuts(40, 5, (_, cut) => cut < 3)).count, 200);
});

Deno.test("effectiveVideos() of all right, or all wrong, are the sources, as nothing shows more", () => {
  for (const isRight of [true, false]) {
    assert.equal(effectiveVideos(answersOfCuts(20, 5, () => isRight)).count, 20);
  }
});

Deno.test("effectiveVideos() of one source are its cuts", () => {
  // The sum of their deviations is zero: they show nothing of other sources.
  const found = effectiveVideos(answersOfCuts(1, 10, (_, cut) => cut < 5));
  assert.deepEqual(found, { count: 10, sources: 1 });
});
