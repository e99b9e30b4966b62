import assert from "node:assert/strict";
import { summarizeManifest } from "../../../pipeline/videos/summarize_manifest.ts";
import { summarizeVideos } from "../../../pipeline/videos/summarize_videos.ts";

Deno.test("summarizeVideos() says in one line what was understood", () => {
  const classes = ["jump", "run", "sit", "walk"];
  const counts = { classes, labeled: 480, unlabeled: 1200, test: 90, testSource: "from valid/" };
  assert.equal(
    summarizeVideos(counts),
    "4 classes (jump, run, sit, ...), 480 labeled and 1,200 unlabeled training videos, " +
      "90 test videos from valid/",
  );
  const few = { classes: ["run", "walk"], labeled: 1, unlabeled: 0, test: 1 };
  assert.equal(
    summarizeVideos({ ...few, testSource: undefined }),
    "2 classes (run, walk), 1 labeled training video, 1 test video",
  );
});

Deno.test("summarizeManifest() counts the labels that the data has", () => {
  const video = (id: string, label: number | null) => ({ id, path: id, label });
  const manifest = {
    classes: ["run", "walk"],
    train: [video("a", 0), video("b", 1), video("c", null)],
    test: [video("d", 0)],
    testSource: "held out",
    notes: [],
    missing: [],
    labeled: null,
  };
  assert.match(
    summarizeManifest(manifest),
    /, 2 labeled and 1 unlabeled .*, 1 test video held out/,
  );
  const labeled = new Set(["b"]);
  assert.match(summarizeManifest({ ...manifest, labeled }), /, 1 labeled and 2 unlabeled /);
});
