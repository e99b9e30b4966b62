import assert from "node:assert/strict";
import { DecodeError } from "../../../datasets/mod.ts";
import { BrokenVideos, type BrokenVideosOptions } from "../../../pipeline/videos/broken_videos.ts";

const VIDEOS = ["a", "b", "c", "d"].map((id) => ({ id, path: `/${id}`, label: null }));

function brokenVideos(options: Partial<BrokenVideosOptions> = {}) {
  const notes: string[] = [];
  const broken = new BrokenVideos({
    videos: VIDEOS,
    purpose: "test videos",
    share: 0.5,
    notify: (line) => notes.push(line),
    ...options,
  });
  return { broken, notes };
}

function errorOf({ path }: { readonly path: string }): DecodeError {
  return new DecodeError("no frame", { path, exitCode: 1, stderr: "" });
}

Deno.test("BrokenVideos notifies once of each video, but not of those known before", () => {
  const { broken, notes } = brokenVideos({ known: ["b"] });
  const [a, b] = VIDEOS;
  for (const video of [a!, b!, a!]) broken.add(video, errorOf(video));
  assert.deepEqual([notes, broken.ids], [["skipped: Cannot decode '/a': no frame"], ["a", "b"]]);
});

Deno.test("BrokenVideos counts those that others have found, without a note", () => {
  const { broken, notes } = brokenVideos();
  broken.know(["a", "b"]);
  const [a, , c] = VIDEOS;
  broken.add(a!, errorOf(a!));
  assert.deepEqual([broken.ids, notes], [["a", "b"], []]);
  assert.throws(() => broken.add(c!, errorOf(c!)), /current value is 3$/);
});

Deno.test("BrokenVideos ends the work when it and others together have found too many", () => {
  const { broken } = brokenVideos();
  const [a, b] = VIDEOS;
  for (const video of [a!, b!]) broken.add(video, errorOf(video));
  broken.know(["a"]);
  assert.throws(() => broken.know(["a", "c"]), /current value is 3$/);
});

Deno.test("BrokenVideos lets a run that ended by too many continue only once they can be read", () => {
  const { broken, notes } = brokenVideos({ known: ["a", "b", "c"] });
  broken.know(["b", "c"]);
  const [a] = VIDEOS;
  assert.throws(() => broken.add(a!, errorOf(a!)), /current value is 3$/);
  assert.deepEqual(notes, []);
});

Deno.test("BrokenVideos ends the work when the allowed share is exceeded", () => {
  const { broken } = brokenVideos({ hint: "Check them." });
  const [a, b, c] = VIDEOS;
  for (const video of [a!, b!]) broken.add(video, errorOf(video));
  assert.throws(() => broken.add(c!, errorOf(c!)), {
    message: "Cannot continue as at most 50 % of the 4 test videos may be broken " +
      "(data.failureShare): current value is 3; Check them.",
  });
});

Deno.test("BrokenVideos throws an error again that is not the video's fault", () => {
  const { broken, notes } = brokenVideos();
  assert.throws(() => broken.add(VIDEOS[0]!, new Error("no memory")), /^Error: no memory$/);
  assert.deepEqual([broken.ids, notes], [[], []]);
});

Deno.test("BrokenVideos.summarize() counts broken and damaged videos, if there are any", () => {
  const none = brokenVideos();
  none.broken.summarize(new Set(["/of another purpose"]));
  assert.deepEqual(none.notes, []);
  const { broken, notes } = brokenVideos({ known: ["a"] });
  broken.summarize(new Set(["/b", "/c"]));
  assert.deepEqual(notes, [
    "1 of 4 test videos was skipped",
    "2 of 4 test videos were damaged, and used",
  ]);
});

Deno.test("BrokenVideos allows one of few videos, unless none may be broken", () => {
  const [a, b] = VIDEOS;
  const { broken } = brokenVideos({ share: 0.1 });
  broken.add(a!, errorOf(a!));
  assert.throws(
    () => broken.add(b!, errorOf(b!)),
    /at most 10 % .*, one in any case, may .* is 2$/,
  );
  const strict = brokenVideos({ share: 0 });
  assert.throws(() => strict.broken.add(a!, errorOf(a!)), /at most 0 % of the 4 .*is 1$/);
  const alone = brokenVideos({ share: 0.1, videos: VIDEOS.slice(0, 1) });
  assert.throws(() => alone.broken.add(a!, errorOf(a!)), /current value is 1$/);
});
