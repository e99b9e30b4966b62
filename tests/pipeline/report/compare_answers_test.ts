import assert from "node:assert/strict";
import { join } from "node:path";
import { compareAnswers } from "../../../pipeline/report/compare_answers.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";

const DATA = {
  source: "videos",
  testList: null,
  split: null,
  labelsPerClass: null,
  holdOutShare: 0.3,
};

/** A test video: whether the answer was right, and the content of its file. */
interface TestedVideo {
  readonly isRight: boolean;
  readonly fingerprint: string | null;
  readonly originalBytes?: number;
}

async function writeRun(path: string, tested: Readonly<Record<string, TestedVideo>>) {
  await Deno.mkdir(path);
  const run = new RunFolder(path);
  const lines = Object.entries(tested).map(([video, { isRight }]) => {
    const answer = { class: isRight ? "walk" : "fall", probability: 0.9 };
    return `${JSON.stringify({ video, label: "walk", answers: { primary: [answer] } })}\n`;
  });
  await Deno.writeTextFile(run.predictions, lines.join(""));
  const videos = Object.entries(tested).map(([id, { fingerprint, originalBytes = null }]) => {
    return { id, part: "test", label: 0, fingerprint, originalBytes } as const;
  });
  await run.writeVideos({ data: DATA, classes: ["walk", "fall"], videos });
  return run;
}

Deno.test("compareAnswers() compares the same videos, and leaves out others of their names", () =>
  withFolder(async (folder) => {
    const first = await writeRun(join(folder, "first"), {
      "a.mp4": { isRight: false, fingerprint: "100 aa" },
      "b.mp4": { isRight: true, fingerprint: "200 bb" },
      "c.mp4": { isRight: true, fingerprint: "300 cc" },
    });
    const same = await writeRun(join(folder, "same"), {
      "a.mp4": { isRight: true, fingerprint: "100 aa" },
      // Prepared from the first run's video.
      "b.mp4": { isRight: true, fingerprint: "20 b0", originalBytes: 200 },
      "c.mp4": { isRight: false, fingerprint: "301 other" },
    });
    const foreign = await writeRun(join(folder, "foreign"), {
      "a.mp4": { isRight: true, fingerprint: "101 other" },
      "d.mp4": { isRight: true, fingerprint: "100 aa" },
    });
    const [compared, ...others] = await compareAnswers([first, same, foreign]);
    assert.equal(others.length, 0);
    assert.equal(compared!.who, "primary");
    const [none, gain, unknown] = compared!.gains;
    assert.deepEqual([none, unknown], [undefined, undefined]);
    assert.deepEqual([gain!.videos, gain!.mean], [2, 0.5]);
  }));

Deno.test("compareAnswers() leaves out files that have changed names, or only their bytes", () =>
  withFolder(async (folder) => {
    const first = await writeRun(join(folder, "first"), {
      "a.avi": { isRight: true, fingerprint: "100 aa" },
      "b.avi": { isRight: true, fingerprint: "200 bb" },
      "c.avi": { isRight: true, fingerprint: "300 cc" },
      "d.avi": { isRight: true, fingerprint: "400 dd" },
    });
    const later = await writeRun(join(folder, "later"), {
      "a.avi": { isRight: false, fingerprint: "200 bb" },
      "b.avi": { isRight: false, fingerprint: "100 aa" },
      // As many bytes, as files without compression have.
      "c.avi": { isRight: false, fingerprint: "300 other" },
      "d.avi": { isRight: true, fingerprint: "400 dd" },
    });
    const [compared] = await compareAnswers([first, later]);
    const gain = compared!.gains[1]!;
    assert.deepEqual([gain.videos, gain.mean], [1, 0]);
  }));
