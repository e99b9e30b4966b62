import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsReader } from "../../models/safetensors/safetensors_reader.ts";
import { openCheckpoint } from "../../pipeline/run/open_checkpoint.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { slowFfmpeg } from "./_slow_ffmpeg.ts";
import {
  addBrokenVideo,
  checkpointsOf,
  CLASSES,
  makeSmallSet,
  metricsOf,
  TEST_VIDEOS,
} from "./_small_set.ts";

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  const words = ["train", "--config", "small.json", "--name", "first"];
  const { code, stderr } = await runCommand(folder, words);
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("train makes the built-in videos, trains on them and prints a table", async () => {
  const { code, stdout, stderr } = await runCommand(folder, [
    "train",
    ...["--config", "small.json", "--data", "motion", "--steps", "2", "--name", "motion"],
    ...["--set", "data.motion.trainPerClass=3", "--set", "data.motion.testPerClass=1"],
    ...["--set", "data.motion.size=16"],
  ]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^8 test videos +primary +auxiliary +both\n/);
  assert.ok(stderr.startsWith(`Run folder ${folder}/runs/motion\n`), stderr);
  assert.match(
    stderr,
    /^8 classes \(bounce, nod, orbit, \.\.\.\), .* test videos from test\/\nLabels: /m,
  );
  const summary = [
    /^Network primary: slow-resnet, 0\.002 million parameters, 2 frames of 16×16 pixels\nNetwork aux/m,
    /^Steps: 2 in float32\n {2}step 1: supervised, 2 labeled clips each\n {2}step 2: actnetformer, /m,
    /^Memory: about \d+ MiB for a step, up to [\d.]+ [GM]iB for decoded videos, [\d.]+ GiB free\nstep /m,
    /^Not clearly better than chance \(13 %; 8 test videos, ± 12\): primary .*\n {2}More labels or /m,
  ];
  for (const line of summary) assert.match(stderr, line);
  assert.ok(stderr.endsWith("\nNext: deno task predict --run motion VIDEO\n"), stderr);
  assert.match(stderr, /step 2\/2 {2}loss \d/);
});

Deno.test("train keeps its record, what it showed, and its curves", async () => {
  const run = join(folder, "runs/first");
  const { parts } = JSON.parse(await Deno.readTextFile(join(run, "run.json")));
  const [{ state, command, startedAt, endedAt, libraries, program }, ...resumed] = parts;
  assert.deepEqual([state, libraries.device, resumed], ["finished", "cpu", []]);
  assert.match(command, /^deno task train .*--name first/);
  assert.ok(Date.parse(startedAt) < Date.parse(endedAt));
  assert.match(program.version, /^\d+\.\d+\.\d+$/);
  const log = await Deno.readTextFile(join(run, "log.txt"));
  assert.match(log, /^\S+Z {2}\$ deno task train .*\n\S+Z {2}Run folder /);
  assert.match(log, /Z {2}\d+ test videos +primary/);
  assert.match(await Deno.readTextFile(join(run, "curves.svg")), /^<svg /);
  const report = await Deno.readTextFile(join(run, "report.html"));
  assert.match(report, /^<!DOCTYPE html>/);
  assert.match(report, /Left out: a map needs 10 tested videos, and there are 6</);
});

Deno.test("report writes a run's report again, with frames of mistakes", async () => {
  const path = join(folder, "runs/first/report.html");
  const before = await Deno.readTextFile(path);
  await Deno.remove(path);
  const { code, stdout, stderr } = await runCommand(folder, ["report", "first"]);
  assert.deepEqual([code, stdout], [0, `${path}\n`], stderr);
  const again = await Deno.readTextFile(path);
  assert.match(again, /<img src="data:image\/jpeg;base64,/);
  for (const network of [/primary \(3D ResNet\), Grad-CAM: heat/, /auxiliary .*rollout: heat/]) {
    assert.match(again, network);
  }
  assert.ok(again === before, "the same bytes");
});

Deno.test("report compares runs", async () => {
  const words = ["report", "first", "motion", "--output", "both.html"];
  const { code, stderr } = await runCommand(folder, words);
  assert.equal(code, 0, stderr);
  const page = await Deno.readTextFile(join(folder, "both.html"));
  assert.match(page, /<h2>Differences to first<\/h2>/);
  assert.match(page, /<th scope="row">schedule\.steps<\/th><td class="">8<\/td>/);
});

Deno.test("train leaves configuration, metrics, checkpoints and results in its folder", async () => {
  const run = join(folder, "runs/first");
  const config = JSON.parse(await Deno.readTextFile(join(run, "config.json")));
  assert.deepEqual([config.schedule.steps, config.method.name], [8, "actnetformer"]);
  assert.deepEqual(metricsOf(folder, "first").map(({ step }) => step), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(
    checkpointsOf(folder, "first"),
    ["step-000006.safetensors", "step-000008.safetensors"],
  );
  const split = JSON.parse(await Deno.readTextFile(join(run, "split.json")));
  assert.deepEqual([split.split, split.labeled, split.test], [null, 6, TEST_VIDEOS]);
  assert.match(split.sha256, /^[0-9a-f]{64}$/);
  const { classes, scores } = JSON.parse(await Deno.readTextFile(join(run, "results.json")));
  assert.deepEqual(classes, CLASSES);
  assert.deepEqual(Object.keys(scores), ["primary", "auxiliary", "both"]);
  assert.equal(scores.both.videos, TEST_VIDEOS);
});

Deno.test("train records what it cost in time and memory", async () => {
  const { run } = JSON.parse(await Deno.readTextFile(join(folder, "runs/first/results.json")));
  assert.ok(run.seconds > 0 && run.peakResidentBytes > 2 ** 20, JSON.stringify(run));
  assert.ok(run.waitingShare > 0 && run.waitingShare < 1, JSON.stringify(run));
});

Deno.test("train writes the weights that its last checkpoint holds, as PyTorch names them", async () => {
  const run = join(folder, "runs/first");
  using checkpoint = await openCheckpoint(join(run, "checkpoints/step-000008.safetensors"));
  for (const network of ["primary", "auxiliary"]) {
    using file = await SafetensorsReader.open(join(run, `${network}.safetensors`));
    const names = [...file.tensors.keys()].filter((name) => !name.endsWith("batches_tracked"));
    assert.ok(names.length > 10, `${names}`);
    for (const name of names) {
      const part = name.includes(".running_") ? "statistics" : "parameters";
      const kept = await checkpoint.file.read(`${network}/${part}/${name}`);
      assert.deepEqual(await file.read(name), kept, name);
    }
  }
});

Deno.test("train ends its metrics with the scores, and leaves out losses that it does not have", () => {
  const path = join(folder, "runs/first/metrics.jsonl");
  const all = Deno.readTextFileSync(path).trimEnd().split("\n").map((line) => JSON.parse(line));
  const lines = all.filter(({ kind }) => kind === "step");
  const { kind, step, scores } = all.at(-1);
  assert.deepEqual([kind, step], ["evaluation", 8]);
  assert.deepEqual(Object.keys(scores), ["primary", "auxiliary", "both"]);
  const supervised = ["supervisedPrimary", "supervisedAuxiliary"];
  assert.deepEqual(Object.keys(lines[0].lossTerms), supervised);
  assert.deepEqual(Object.keys(lines[2].lossTerms), [
    ...supervised,
    "pseudoPrimary",
    "pseudoAuxiliary",
    "contrast",
  ]);
  // No term that has a part in the loss was left out; γ and β are 2.
  for (const { loss, lossTerms } of lines) {
    const sum = Object.entries(lossTerms as Record<string, number>)
      .reduce((sum, [name, part]) => sum + (name.startsWith("supervised") ? part : 2 * part), 0);
    assert.ok(Math.abs(loss - sum) < 1e-5 * loss, `${loss} is not ${sum}`);
  }
});

Deno.test("data split prints the command that trains on its lists", async () => {
  const made = await runCommand(folder, [
    "data",
    "split",
    "videos",
    "my lists",
    "--labels-per-class",
    "2",
  ]);
  assert.equal(made.code, 0, made.stderr);
  const [, command = ""] = /^deno task (train .*)$/m.exec(made.stdout) ?? [];
  const words = command.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", "")) ?? [];
  const { code, stdout, stderr } = await runCommand(folder, [
    ...words,
    ...["--config", "small.json", "--steps", "1", "--name", "split"],
  ]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, new RegExp(`^${TEST_VIDEOS} test videos`));
  const path = join(folder, "runs/split/config.json");
  const { data } = JSON.parse(await Deno.readTextFile(path));
  assert.deepEqual(
    [data.source, data.testList],
    ["my lists/train.txt", "my lists/test.txt"],
  );
  const scores = await runCommand(folder, [
    "evaluate",
    "--run",
    "split",
    "--data",
    "videos",
    "--test-list",
    "my lists/test.txt",
  ]);
  assert.equal(scores.code, 0, scores.stderr);
});

Deno.test("train reports a damaged video once, uses it, and counts it separately", async () => {
  const path = "videos/train/testsrc/damaged.avi";
  const bytes = await Deno.readFile(join(folder, "videos/train/testsrc/0.avi"));
  const data = new TextDecoder("latin1").decode(bytes).indexOf("movi");
  bytes.fill(0xa5, data + 2000, data + 2400);
  await Deno.writeFile(join(folder, path), bytes);
  const { code, stderr } = await runCommand(folder, [
    "train",
    "--config",
    "small.json",
    "--name",
    "damaged",
  ]);
  await Deno.remove(join(folder, path));
  assert.equal(code, 0, stderr);
  const notes = stderr.split("\n").filter((line) => line.startsWith(`damaged: ${path}: `));
  assert.equal(notes.length, 1, stderr);
  assert.ok(stderr.includes("\n1 of 13 training videos was damaged, and used\n"), stderr);
  assert.ok(!stderr.includes("skipped"), stderr);
});

Deno.test("evaluate prints the table that train printed", async () => {
  await Deno.remove(join(folder, "runs/first/results.json"));
  const whole = await runCommand(folder, ["train", "--resume", "first"]);
  assert.equal(whole.code, 0, whole.stderr);
  assert.match(whole.stderr, /Resuming after step 8\n/);
  const { code, stdout, stderr } = await runCommand(folder, ["evaluate", "--run", "first"]);
  assert.equal(code, 0, stderr);
  assert.equal(stdout, whole.stdout);
  const { scores } = JSON.parse(await Deno.readTextFile(join(folder, "runs/first/results.json")));
  const percents = ["primary", "auxiliary", "both"].map((name) =>
    (100 * scores[name].top1).toFixed(1)
  );
  assert.match(stdout, new RegExp(`^top-1 % +${percents.join(" +")}$`, "m"));
});

Deno.test("predict names classes, a line a video, and reports what it cannot read", async () => {
  const sound = ["videos/test/testsrc/0.avi", "videos/test/mandelbrot/1.avi"];
  const { code, stdout, stderr } = await runCommand(folder, [
    "predict",
    "--run",
    "first",
    "--top",
    "3",
    // The clips cover the whole of a video, which then has one answer.
    "--set",
    "evaluate.clips=3",
    sound[0]!,
    "small.json",
    "none.avi",
    sound[1]!,
  ]);
  assert.equal(code, 1, stderr);
  const lines = stdout.trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => line.split(": ")[0]), sound);
  for (const line of lines) {
    const percents = [...line.matchAll(/ (\d+\.\d)%/g)].map(([, percent]) => Number(percent));
    assert.equal(percents.length, CLASSES.length, line);
    assert.ok(Math.abs(percents.reduce((sum, percent) => sum + percent) - 100) < 0.2, line);
  }
  const notes = stderr.trimEnd().split("\n").filter((line) => !line.startsWith("Answers by "));
  assert.deepEqual(notes.map((line) => line.split(": ")[0]).sort(), [
    "none.avi",
    "small.json",
  ]);
});

Deno.test("train refuses a run that another process is training", async () => {
  await using training = new CommandLine(folder, ["train", "--config", "small.json"], {
    environment: await slowFfmpeg(folder),
  });
  await training.until(() => training.stderr.includes("\n"));
  const name = /Run folder \S+\/runs\/(\S+)/.exec(training.stderr)?.[1] ?? "";
  const second = await runCommand(folder, ["train", "--resume", name]);
  assert.equal(second.code, 1);
  assert.equal(
    second.stderr,
    `error: Cannot use ${folder}/runs/${name} as no other process may be using it: one is; ` +
      "wait for it or stop it\n",
  );
  assert.equal((await training.end()).code, 0);
});

Deno.test("train skips a broken video with one line, counts it and continues", async () => {
  const path = await addBrokenVideo(folder);
  const { code, stdout, stderr } = await runCommand(folder, [
    "train",
    "--config",
    "small.json",
    "--name",
    "broken",
  ]);
  await Deno.remove(join(folder, path));
  assert.equal(code, 0, stderr);
  assert.ok(stdout.includes("top-1 %"), stdout);
  const notes = stderr.split("\n").filter((line) => line.includes(path));
  assert.equal(notes.length, 1, stderr);
  assert.match(notes[0]!, /^skipped: Cannot decode 'videos\/train\/testsrc\/broken.avi': \S/);
  assert.ok(stderr.includes("\n1 of 13 training videos was skipped\n"), stderr);
});
