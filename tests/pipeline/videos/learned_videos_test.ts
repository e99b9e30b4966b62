import assert from "node:assert/strict";
import { LearnedVideos } from "../../../pipeline/videos/learned_videos.ts";
import type { KeptVideo, VideoPart } from "../../../pipeline/run/kept_videos.ts";

const DATA = {
  source: "videos",
  testList: null,
  split: null,
  labelsPerClass: 1,
  holdOutShare: 0.2,
};

const video = (
  part: VideoPart,
  id: string,
  fingerprint: string | null,
  originalBytes: number | null = null,
): KeptVideo => ({ part, id, label: 0, fingerprint, originalBytes });

const LEARNED = new LearnedVideos([{
  data: DATA,
  classes: ["run"],
  videos: [
    video("labeled", "run/1.mp4", "100 aa"),
    video("unlabeled", "run/2.mp4", "200 bb"),
    video("labeled", "run/prepared.mp4", "30 cc", 300),
    video("labeled", "run/broken.mp4", null),
    // As macOS writes it: the accent is a character of its own.
    video("labeled", "run/e\u0301.mp4", "400 dd"),
    video("validation", "run/4.mp4", "600 ff"),
    video("test", "run/3.mp4", "500 ee"),
  ],
}, {
  data: DATA,
  classes: ["run"],
  videos: [video("labeled", "run/1.mp4", "700 aa"), video("labeled", "run/5.mp4", "800 bb")],
}]);

const CASES = [
  ["the same file", "run/1.mp4", "100 aa", null, true],
  ["an unlabeled training video", "run/2.mp4", "200 bb", null, true],
  ["the same content under another name", "walk/9.mp4", "100 aa", null, true],
  ["the same id and size, another content", "run/1.mp4", "100 ff", null, true],
  ["a video of another run", "walk/5.mp4", "800 bb", null, true],
  ["an id of two runs, with the size in the other one", "run/1.mp4", "700 ff", null, true],
  ["the same id, another content and size", "run/1.mp4", "101 ff", null, false],
  ["another id of the same size", "run/9.mp4", "100 ff", null, false],
  ["a prepared copy", "run/1.mp4", "10 ff", 100, true],
  ["the original of a prepared video", "run/prepared.mp4", "300 ff", null, true],
  ["another prepared copy of the same original", "run/prepared.mp4", "29 ff", 300, true],
  ["a validation video", "run/4.mp4", "600 ff", null, true],
  ["a test video", "run/3.mp4", "500 ee", null, false],
  ["a file that cannot be read", "run/broken.mp4", null, null, false],
  ["an id in another normal form", "run/\u00e9.mp4", "400 ff", null, true],
] as const;

for (const [name, id, fingerprint, originalBytes, expected] of CASES) {
  Deno.test(`LearnedVideos.has(): ${name}`, () => {
    assert.equal(LEARNED.has({ id, fingerprint, originalBytes }), expected);
  });
}

const FILES = [
  ["the same content, whatever its name", "/elsewhere/a.mp4", "100 aa", true],
  ["the original of a prepared copy", "/videos/run/prepared.mp4", "300 zz", true],
  ["the original, named as in its data set", "run/prepared.mp4", "300 zz", true],
  ["a file of the size of an original, of another name", "/other/walk.mp4", "300 zz", null],
  ["the size of a copy, not of its original", "/videos/run/prepared.mp4", "30 zz", false],
  ["another file", "/videos/run/9.mp4", "900 zz", false],
  ["a file that cannot be read", "/videos/run/1.mp4", null, null],
] as const;

for (const [what, path, fingerprint, expected] of FILES) {
  Deno.test(`LearnedVideos.hasFile(): ${what}`, () => {
    assert.equal(LEARNED.hasFile(path, fingerprint), expected);
  });
}
