import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../../pipeline/config/config.ts";
import type { Mistake } from "../../../pipeline/report/find_mistakes.ts";
import { showMistakes } from "../../../pipeline/report/show_mistakes.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { runFfmpeg, testInFolder } from "../../datasets/_fixtures.ts";
import { collectNotes } from "../evaluation/_kept_run.ts";

function mistakeIn(video: string): Mistake {
  const wrong = { class: "sit", probability: 0.9 };
  return { video, label: "run", wrong, answers: { primary: [wrong] } };
}

testInFolder(
  "showMistakes() says why there is no heat, and shows frames all the same",
  async (folder) => {
    const path = join(folder, "a.mp4");
    const source = "testsrc=size=64x48:rate=10:duration=2";
    await runFfmpeg(["-f", "lavfi", "-i", source, "-c:v", "mpeg4", path]);
    const run = new RunFolder(join(folder, "runs/untrained"));
    const { config } = await loadConfig("motion_small");
    const videos = [{ id: "a", path, fingerprint: null }, {
      id: "b",
      path,
      fingerprint: "another",
    }];
    const mistakes = ["a", "b", "c"].map(mistakeIn);
    const shown = await showMistakes(run, mistakes, { ...collectNotes(), config, videos });
    assert.match(String(shown.explained), /as it must have a checkpoint/);
    const [first, second, third] = shown.mistakes;
    assert.ok(typeof first!.strip !== "string");
    assert.equal(first!.strip.images.length, 5);
    assert.equal(second!.strip, "the file has changed since the test");
    assert.equal(third!.strip, "the video is not there any more");
    for (const { heat } of shown.mistakes) assert.deepEqual(heat, []);
  },
);
