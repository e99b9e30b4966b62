import assert from "node:assert/strict";
import { readEmbeddings, writeEmbeddings } from "../../../pipeline/embedding/embeddings_file.ts";
import type { RecordedPrediction } from "../../../pipeline/evaluation/record_prediction.ts";
import { writeEvaluation } from "../../../pipeline/evaluation/write_evaluation.ts";
import { makeVideoMap } from "../../../pipeline/report/make_video_map.ts";
import type { VideoMap } from "../../../pipeline/report/video_map.ts";
import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import type { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { testInFolder } from "../../datasets/_fixtures.ts";
import { embeddedVideo } from "../embedding/_embedded_video.ts";

const CLASSES = ["run", "none", "jump"];

const SCORES = { videos: 12, top1: 1, top5: 1, perClass: [], confusion: [[12]] };

const { signal } = new AbortController();

/** Videos of two classes in turn, whose features are apart. */
function videosOf(count: number) {
  const predictions = Array.from({ length: count }, (_, index): RecordedPrediction => ({
    video: `${String.fromCharCode(97 + count - index)}.mp4`,
    label: index % 2 === 0 ? "jump" : "run",
    answers: { primary: [{ class: "run", probability: 0.75 }] },
  }));
  const embedded = predictions.map(({ video, label }, index) =>
    embeddedVideo(video, { primary: [label === "run" ? 10 : 0, Math.sin(7 * index)] })
  );
  return { predictions, embedded };
}

/** Leaves a test of so many videos in a run's folder. */
async function testedRun(root: string, count: number): Promise<RunFolder> {
  const run = createRunFolder(`of-${count}`, { root });
  const scores = { primary: SCORES };
  await writeEvaluation(run, { classes: ["a"], scores, ...videosOf(count) });
  return run;
}

async function mapOf(run: RunFolder, count: number, seed = 0): Promise<VideoMap | string> {
  const { predictions } = videosOf(count);
  return await makeVideoMap(run, { predictions, classes: CLASSES, seed, signal });
}

testInFolder("makeVideoMap() joins features and answers, the same for a seed", async (folder) => {
  using run = await testedRun(folder, 12);
  const map = await mapOf(run, 12);
  assert.ok(typeof map === "object", String(map));
  const { videos, tested, classes, agreement } = map;
  assert.equal(tested, 12);
  assert.deepEqual(classes, ["run", "jump"]);
  assert.deepEqual(videos.map(({ label }) => label), [
    ...Array<string>(6).fill("run"),
    ...Array<string>(6).fill("jump"),
  ]);
  assert.deepEqual(videos.slice(0, 3).map(({ video }) => video), ["b.mp4", "d.mp4", "f.mp4"]);
  assert.deepEqual(videos[0]!.answers, { primary: [{ class: "run", probability: 0.75 }] });
  for (const { thumbnail } of videos) assert.match(thumbnail, /^data:image\/jpeg;base64,\/9j\//);
  assert.equal(agreement.share, 1);
  assert.equal(agreement.chance, 5 / 11);
  assert.deepEqual(await mapOf(run, 12), map);
  assert.notDeepEqual(await mapOf(run, 12, 1), map);
});

testInFolder("makeVideoMap() needs ten videos", async (folder) => {
  using few = await testedRun(folder, 9);
  assert.equal(await mapOf(few, 9), "a map needs 10 tested videos, and there are 9");
  using enough = await testedRun(folder, 10);
  assert.equal(typeof await mapOf(enough, 10), "object");
});

testInFolder(
  "makeVideoMap() says what is missing, and takes features of no other test",
  async (folder) => {
    using run = await testedRun(folder, 12);
    const { embedded } = videosOf(12);
    await Deno.writeTextFile(run.predictions, "\n", { append: true });
    assert.match(String(await mapOf(run, 12)), /^the features kept are those of another test; /);
    await Deno.remove(run.embeddings);
    assert.match(
      String(await mapOf(run, 12)),
      /^the run was tested without keeping features; evaluate it again for one: deno task evaluate /,
    );
    using strange = await testedRun(folder, 11);
    const { predictions } = await readEmbeddings(strange.embeddings) ?? assert.fail();
    await writeEmbeddings(strange.embeddings, { predictions, videos: embedded });
    await assert.rejects(mapOf(strange, 11), /must be those of .*: 'm.mp4' is not one/);
  },
);
