import assert from "node:assert/strict";
import { join } from "node:path";
import { ManifestError } from "../../datasets/mod.ts";
import { resumeVideos } from "../../pipeline/videos/resume_videos.ts";
import { collectNotes, configOf, startRun } from "../pipeline/evaluation/_kept_run.ts";
import { runCli } from "../pipeline/_command_line.ts";
import { transcoderUnderTest } from "../datasets/prepare/_transcode.ts";
import type { Fault, FaultGroup } from "./_fault.ts";
import { checkFolder, makeClasses, makeVideo, patchNumbers, requireBroken } from "./_odd_videos.ts";
import { errorOf, lineOf, refusalOf } from "./_seen.ts";

const BROKEN = "The video is broken: it is named, and another one takes its position.";

/** Faults of one video in a folder that the real command checks. */
const CLAIMS: readonly Fault[] = [
  {
    fault: "A video claims that its pixels are 1000 times as wide as high",
    outcome: BROKEN,
    async inject(folder) {
      await makeClasses(folder);
      const path = await makeVideo(join(folder, "a/odd.mp4"), { output: ["-aspect", "4:3"] });
      await patchNumbers(path, { name: "pasp", offset: 4, numbers: [1000, 1] });
      return await requireBroken(folder);
    },
  },
  {
    fault: "The images of a video are 16,000 pixels wide and 2 high",
    outcome: BROKEN,
    async inject(folder) {
      await makeClasses(folder);
      const output = ["-c:v", "ffv1", "-t", "0.1"];
      await makeVideo(join(folder, "a/odd.mkv"), { size: "16000x2", output });
      return await requireBroken(folder);
    },
  },
  {
    fault: "A video claims that each of its images is shown for 63 years",
    outcome: BROKEN,
    async inject(folder) {
      await makeClasses(folder);
      const path = await makeVideo(join(folder, "a/odd.avi"), { output: ["-c:v", "mpeg4"] });
      const rate = [2_000_000_000, 1] as const;
      await patchNumbers(path, { name: "strh", offset: 28, numbers: rate, littleEndian: true });
      return await requireBroken(folder);
    },
  },
  {
    fault: "Between two images of a video are twelve days",
    outcome: "The second image follows at the usual distance, and a note names the video.",
    async inject(folder) {
      await makeClasses(folder);
      const times = ["-vf", "setpts=if(lt(N\\,5)\\,N\\,N+10000000)/10/TB"];
      const { keepTimes } = await transcoderUnderTest();
      const output = ["-c:v", "ffv1", ...times, ...keepTimes];
      await makeVideo(join(folder, "a/odd.mkv"), { output });
      const { code, findings: [finding = "", ...others] } = await checkFolder(folder);
      assert.deepEqual([code, others], [0, []]);
      assert.match(finding, /^note: /);
      return finding;
    },
  },
  {
    fault: "A playlist is called video.mp4 and names a file and an address",
    outcome: `${BROKEN} Neither is opened.`,
    async inject(folder) {
      await makeClasses(folder);
      using canary = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      let touched = false;
      const touching = canary.accept().then(() => touched = true, () => {});
      const address = `http://127.0.0.1:${canary.addr.port}/a.ts`;
      const text = `ffconcat version 1.0\nfile 0.mkv\nfile ${address}\n`;
      await Deno.writeTextFile(join(folder, "a/video.mp4"), text);
      const seen = await requireBroken(folder);
      canary.close();
      await touching;
      assert.ok(!touched);
      return seen;
    },
  },
  {
    fault: "The name of a video has line breaks, and looks like what ffmpeg prints",
    outcome: "It is a video like any other.",
    async inject(folder) {
      await makeClasses(folder);
      const line = "[info] Input #0, avi, from '':\n[info]     Stream #0:0: Video: gif, 9999x9999";
      await makeVideo(join(folder, `a/odd\n${line}\n.mkv`), { output: ["-vf", "negate"] });
      const { code, findings } = await checkFolder(folder);
      assert.deepEqual([code, findings], [0, []]);
      return "";
    },
  },
  {
    fault: "The name of a video is not in UTF-8",
    outcome: "The folder is refused, as the video could not be opened.",
    async inject(folder) {
      await makeClasses(folder);
      // A shell renames it: here names are always in UTF-8.
      const rename = 'mv a/0.mkv "$(printf "a/caf\\351.mkv")"';
      const { success } = await new Deno.Command("sh", { args: ["-c", rename], cwd: folder })
        .output();
      assert.ok(success);
      const { code, findings: [finding = "", ...others] } = await checkFolder(folder);
      assert.deepEqual([code, others], [1, []]);
      assert.match(finding, /^error: .* must be in UTF-8/);
      return finding;
    },
  },
  {
    fault: "A video is in a folder twice, under two names",
    outcome: "One of them is used, and a note names the other.",
    async inject(folder) {
      const videos = join(folder, "videos");
      await makeClasses(videos);
      await Deno.copyFile(join(videos, "a/0.mkv"), join(videos, "a/0 (1).mkv"));
      const { code, stderr } = await runCli(["data", "split", "videos", "lists"], { folder });
      assert.equal(code, 0, stderr);
      return lineOf(stderr, /^left /);
    },
  },
  {
    fault: "A video is in the folders of two classes",
    outcome: "The data is refused, as only one of the labels can be right.",
    async inject(folder) {
      const videos = join(folder, "videos");
      await makeClasses(videos);
      await Deno.copyFile(join(videos, "a/0.mkv"), join(videos, "b/copy.mkv"));
      return await refusalOf(["data", "split", "videos", "lists"], folder);
    },
  },
];

/** Resumes a run on eight training videos of which some are gone. */
async function resumeWithout(folder: string, count: number): Promise<readonly string[]> {
  const data = { failureShare: 0.2 };
  const { run, training } = await startRun(folder, data);
  for (const id of training.slice(0, count)) await Deno.remove(join(folder, "videos", id));
  const work = collectNotes();
  const kept = await run.readVideos();
  assert.ok(kept !== undefined);
  const videos = await resumeVideos(await configOf(folder, data), kept, work);
  assert.equal(videos.labeled.length + videos.unlabeled.length, training.length);
  return work.lines;
}

const RESUMED: readonly Fault[] = [
  {
    fault: "A training video is gone when a run is resumed",
    outcome: "The run resumes and skips it, in the same order of videos.",
    async inject(folder) {
      const [note = "", ...others] = await resumeWithout(folder, 1);
      assert.deepEqual(others, []);
      return note;
    },
  },
  {
    fault: "Many training videos are gone, as where a disk is not mounted",
    outcome: "The run is not resumed, and can be when they are back.",
    async inject(folder) {
      const error = await errorOf(resumeWithout(folder, 4));
      assert.ok(error instanceof ManifestError);
      return error.message;
    },
  },
];

export const VIDEO_FAULTS: FaultGroup = {
  title: "Videos",
  faults: [...CLAIMS, ...RESUMED],
};
