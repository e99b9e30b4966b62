import assert from "node:assert/strict";
import { join } from "node:path";
import { canMount, withSmallDisk } from "../pipeline/_small_disk.ts";
import { runCommand } from "./_command_line.ts";
import { requireRefusal } from "./_refusal.ts";
import { addBrokenVideo, checkpointsOf, makeSmallSet, metricsOf } from "./_small_set.ts";

/** A sound run that the tests take checkpoints from. */
const SOUND = "sound";

let folder = "";

const train = (...words: readonly string[]) =>
  runCommand(folder, ["train", "--config", "small.json", ...words]);

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  const { code, stderr } = await train("--name", SOUND);
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

const MISTAKES: readonly (readonly [words: string, message: RegExp])[] = [
  ["--data nowhere", /'nowhere': it does not exist/],
  [
    "--data small.json",
    /Cannot read videos from 'small\.json': its objects must have a key 'path' or 'file_name'$/,
  ],
  [
    "--split ucf101-2pct",
    /data\.split must be one of ucf101-1pct, .*: current value is "ucf101-2pct"; did you mean ucf101-1pct\?$/,
  ],
  [
    "--split ucf101-1pct",
    /101 of the 101 labeled videos of ucf101-1pct have no file, and at most/,
  ],
  [
    "--split ucf101-1pct --data motion",
    /data must have a folder of videos as source if it has a split/,
  ],
  [
    "--layout folders",
    /data\.layout must be one of prepared, index, .*: current value is "folders"$/,
  ],
  [
    "--layout index --data motion",
    /data must have a folder of videos as source if it has a layout/,
  ],
  ["--layout index --data small.json", /'small\.json': a layout can be given only with a folder$/],
  ["--layout index --data videos", /'videos': it does not have the layout 'index'$/],
  [
    "--data videos/train/mandelbrot",
    /it holds 4 videos but no folder for each class: .*--unlabeled/,
  ],
  [
    "--labels-per-class 5",
    /keep 5 labels per class as .*: 'mandelbrot' has 4, .* all labels are used$/,
  ],
  [
    "--labels-per-class 0",
    /data\.labelsPerClass must be a whole number of at least 1, or omitted so that all labels are used: current/,
  ],
  [
    "--method best",
    /method\.name must be one of actnetformer, .*, tcl, or .*: current value is "best"$/,
  ],
  ["--steps 1.5", /schedule\.steps must be a whole number of at least 1: current value is 1\.5$/],
  ["--seed -1", /seed must be a whole number from 0 to 4294967295: current value is -1$/],
  [
    "--set optimizer.learningRte=1",
    /optimizer\.learningRte is an unknown key: allowed are learningR/,
  ],
  [
    "--set optimizer.momentum=lots",
    /optimizer\.momentum must be a number .*: current value is "lots"$/,
  ],
  ["--set auxiliary.patch=5", /auxiliary must have a patch \(5\) that divides clip\.size/],
  ["--set credits=5", /'credits' must suffice for a step of 6 clips: current value is 5/],
  [
    "--labels-per-class 4",
    /unlabeled videos: current value is 0, as all 12 training videos are labeled\./,
  ],
  ["--data /dev/null", /'\/dev\/null': it must be a folder or a list$/],
  [
    "--config videos",
    /the config videos as it must be the name of a preset or the path of a JSON file/,
  ],
];

for (const [words, message] of MISTAKES) {
  Deno.test(`train ${words} ends with one message and leaves no run`, async () => {
    requireRefusal(await train("--name", "refused", ...words.split(" ")), message);
    assert.deepEqual([...Deno.readDirSync(join(folder, "runs"))].map(({ name }) => name), [SOUND]);
  });
}

Deno.test("train names each wrong field of a configuration file", async () => {
  const config = JSON.parse(await Deno.readTextFile(join(folder, "small.json")));
  const wrong = { ...config, sede: 1, schedule: { ...config.schedule, steps: "many" } };
  await Deno.writeTextFile(join(folder, "wrong.json"), JSON.stringify(wrong));
  const { code, stderr } = await runCommand(folder, ["train", "--config", "wrong.json"]);
  assert.equal(code, 1);
  assert.match(
    stderr,
    /schedule\.steps must be a whole number of at least 1: current value is "many"/,
  );
  assert.match(stderr, /sede is an unknown key: allowed are about, seed/);
});

Deno.test("train refuses a class folder without a video", async () => {
  const empty = join(folder, "videos/train/juggling");
  await Deno.mkdir(empty);
  const outcome = await train("--name", "empty");
  await Deno.remove(empty);
  requireRefusal(outcome, /no video in the class folder 'juggling'/);
});

Deno.test("train stops when more videos are broken than the share allows, and says so", async () => {
  const paths: string[] = [];
  for (const name of ["one", "two", "three", "four"]) {
    paths.push(await addBrokenVideo(folder, name));
  }
  const outcome = await train("--name", "broken");
  for (const path of paths) await Deno.remove(join(folder, path));
  requireRefusal(outcome, /at most 20 % of the 16 training videos .* current value is 4$/);
  const notes = outcome.stderr.split("\n").filter((line) => line.startsWith("skipped: "));
  assert.equal(notes.length, 4, outcome.stderr);
  for (const path of paths) assert.ok(notes.some((line) => line.includes(path)), outcome.stderr);
});

Deno.test("train stops when no video of a role can be read, whatever the share", async () => {
  await Deno.mkdir(join(folder, "hopeless/train/a"), { recursive: true });
  await Deno.mkdir(join(folder, "hopeless/train/b"), { recursive: true });
  for (const [name, count] of [["a", 2], ["b", 2]] as const) {
    for (let at = 0; at < count; at++) {
      await Deno.writeTextFile(
        join(folder, `hopeless/train/${name}/${at}.mp4`),
        "no training video",
      );
    }
  }
  await Deno.mkdir(join(folder, "hopeless/test"));
  for (const name of ["a", "b"]) {
    await Deno.mkdir(join(folder, "hopeless/test", name));
    await Deno.writeTextFile(join(folder, `hopeless/test/${name}/0.mp4`), "no test video");
  }
  const share = ["--set", "data.failureShare=1", "--labels-per-class", "1"];
  const outcome = await train("--name", "hopeless", "--data", "hopeless", ...share);
  requireRefusal(outcome, /at least one of the 2 (un)?labeled videos must be readable/);
});

Deno.test("train refuses contrast without a second clip to contrast with", async () => {
  const outcome = await train(
    ...["--set", "schedule.labeledPerStep=1", "--set", "schedule.unlabeledPerLabeled=1"],
  );
  requireRefusal(
    outcome,
    /the contrastive loss must have at least 2 unlabeled clips in each part of a step: current value is 1/,
  );
});

Deno.test("train names the step and the term of a loss that is not finite, and the checkpoint kept", async () => {
  const name = "diverging";
  const outcome = await train(
    ...["--name", name, "--set", "optimizer.learningRate=1e30", "--set", "checkpoint.everySteps=1"],
  );
  requireRefusal(
    outcome,
    /after step 2 as loss and gradients must be finite: supervisedPrimary is NaN.*step-000001.* is kept/,
  );
  assert.deepEqual(checkpointsOf(folder, name), ["step-000001.safetensors"]);
  assert.deepEqual(metricsOf(folder, name).map(({ step }) => step), [1]);
});

Deno.test("train --resume refuses a run whose configuration was changed", async () => {
  // As before its end: a finished run is not resumed at all.
  const results = join(folder, "runs", SOUND, "results.json");
  await Deno.rename(results, `${results}.kept`);
  const changes = ["--set", "optimizer.momentum=0.5", "--set", "primary.width=8"];
  const outcome = await runCommand(folder, ["train", "--resume", SOUND, ...changes]);
  await Deno.rename(`${results}.kept`, results);
  requireRefusal(outcome, /optimizer\.momentum was 0\.9, is 0\.5/);
  requireRefusal(outcome, /primary\.width was 4, is 8/);
});

Deno.test({
  name: "train on a full disk keeps what it has, and resumes from it when there is room",
  // Needs the right to mount a small disk.
  ignore: !await canMount(),
  async fn() {
    const runs = join(folder, "elsewhere/runs");
    await Deno.mkdir(runs, { recursive: true });
    await withSmallDisk(runs, async () => {
      const filler = join(runs, "filler");
      const there = (...words: readonly string[]) =>
        runCommand(join(folder, "elsewhere"), ["train", ...words]);
      // 160 KiB are left for checkpoints of 92 KiB: room for the first but not for the second. Once
      // the filler is gone, there is room for the report, too.
      await Deno.writeFile(filler, new Uint8Array(1888 * 1024));
      const outcome = await there(
        ...["--config", "../small.json", "--data", "../videos", "--name", "full"],
        ...["--set", "checkpoint.everySteps=5"],
      );
      requireRefusal(
        outcome,
        /Cannot write \S*step-0000\d\d\S* as the disk .* it is full\. step-\d+\S* is kept; make room/,
      );
      await Deno.remove(filler);
      const rest = await there("--resume", "full");
      assert.equal(rest.code, 0, rest.stderr);
      assert.match(rest.stderr, /Resuming after step 5\n/);
      const { length } = metricsOf(join(folder, "elsewhere"), "full");
      assert.equal(length, 8);
    }, 2048);
  },
});
