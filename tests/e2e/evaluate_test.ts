import assert from "node:assert/strict";
import { join } from "node:path";
import { readEmbeddings } from "../../pipeline/embedding/embeddings_file.ts";
import { readPredictions } from "../../pipeline/evaluation/read_predictions.ts";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import { digestOfFile } from "../../pipeline/files/digest_of_file.ts";
import { type Outcome, runCommand } from "./_command_line.ts";
import { CLASSES, makeSmallSet, TEST_VIDEOS } from "./_small_set.ts";
import { killAtOperation } from "./_stopped_run.ts";

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

interface Line {
  readonly video: string;
  readonly label: string;
  readonly answers: Record<string, { readonly class: string; readonly probability: number }[]>;
}

/** The predictions in the run's folder, and the counts of its confusion matrix. */
async function filesOf(run: string) {
  const read = (name: string) => Deno.readTextFile(join(folder, "runs", run, name));
  const lines = (await read("predictions.jsonl")).trimEnd().split("\n")
    .map((line): Line => JSON.parse(line));
  const [header, ...rows] = (await read("confusion.csv")).trimEnd().split("\n")
    .map((row) => row.split(","));
  const embeddings = await readEmbeddings(new RunFolder(join(folder, "runs", run)).embeddings);
  return {
    lines,
    header: header!.slice(1),
    rows: rows.map((row) => row.slice(1).map(Number)),
    embedded: embeddings!.videos,
  };
}

Deno.test("train and evaluate leave the same predictions and confusion, whatever the batch", async () => {
  const trained = await runCommand(folder, [
    "train",
    ...["--config", "small.json", "--steps", "2", "--name", "one"],
    ...["--set", "evaluate.clips=5", "--set", "evaluate.crops=3"],
  ]);
  assert.equal(trained.code, 0, trained.stderr);
  const { lines, header, rows, embedded } = await filesOf("one");
  assert.deepEqual(header, [...CLASSES]);
  assert.equal(rows.flat().reduce((sum, count) => sum + count), TEST_VIDEOS);
  assert.equal(new Set(lines.map(({ video }) => video)).size, TEST_VIDEOS);
  const counts = CLASSES.map((label) =>
    CLASSES.map((predicted) =>
      lines.filter((line) => line.label === label && line.answers.primary![0]!.class === predicted)
        .length
    )
  );
  assert.deepEqual(rows, counts);
  const picture = join(folder, "runs/one/confusion.svg");
  assert.match(await Deno.readTextFile(picture), /^<svg .*<\/svg>\n$/s);
  await Deno.remove(picture);

  // Four videos at once, then the two that are left.
  const evaluated = await runCommand(folder, [
    "evaluate",
    "--run",
    "one",
    "--set",
    "evaluate.videosAtOnce=4",
  ]);
  assert.equal(evaluated.code, 0, evaluated.stderr);
  assert.equal(evaluated.stdout, trained.stdout);
  assert.ok((await Deno.stat(picture)).isFile);
  const again = await filesOf("one");
  assert.deepEqual(again.rows, rows);
  assert.deepEqual(embedded.map(({ id }) => id), lines.map(({ video }) => video));
  for (const [index, { id, features, thumbnail }] of again.embedded.entries()) {
    const before = embedded[index]!;
    assert.deepEqual([id, thumbnail], [before.id, before.thumbnail]);
    assert.ok(new Set(thumbnail).size > 1, "a frame of the video");
    for (const network of ["primary", "auxiliary"] as const) {
      for (const [feature, value] of features[network]!.entries()) {
        const difference = Math.abs(value - before.features[network]![feature]!);
        assert.ok(difference <= 1e-5, `${id} ${network} ${feature}: ${difference}`);
      }
    }
  }
  for (const [index, { video, label, answers }] of again.lines.entries()) {
    const before = lines[index]!;
    assert.deepEqual([video, label, Object.keys(answers)], [
      before.video,
      before.label,
      ["primary", "auxiliary", "both"],
    ]);
    for (const [name, classes] of Object.entries(answers)) {
      for (const { class: of, probability } of classes) {
        const same = before.answers[name]!.find((other) => other.class === of);
        assert.ok(
          Math.abs(probability - (same?.probability ?? NaN)) <= 1e-6,
          `${video} ${name} ${of}`,
        );
      }
    }
  }
});

/** The files of the own test of the run `one`, by name: their hashes. */
async function ownFiles(): Promise<Record<string, string>> {
  const run = new RunFolder(join(folder, "runs/one"));
  const paths = [
    run.results,
    run.predictions,
    run.embeddings,
    run.confusionTable,
    run.confusionImage,
    run.config,
    run.videos,
  ];
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await digestOfFile(path)])),
  );
}

async function succeed(...words: readonly string[]): Promise<Outcome> {
  const outcome = await runCommand(folder, words);
  assert.equal(outcome.code, 0, outcome.stderr);
  return outcome;
}

Deno.test("evaluate leaves a run's own test as it is, and gives every other one a folder", async () => {
  const before = await ownFiles();
  const rows = CLASSES.map((name) => `test/${name}/0.avi ${name}\n`).join("");
  await Deno.writeTextFile(join(folder, "some.txt"), rows);
  // Copies of its test videos are no videos that it has learned from.
  for (const name of CLASSES) {
    await Deno.mkdir(join(folder, "copies", name), { recursive: true });
    const copied = join(folder, "copies", name, "0.avi");
    await Deno.copyFile(join(folder, "videos/test", name, "0.avi"), copied);
  }
  await Deno.writeTextFile(join(folder, "copies.txt"), rows.replaceAll("test/", "../copies/"));
  const others: readonly (readonly [words: readonly string[], name: string, videos: number])[] = [
    [["--set", "evaluate.clips=1"], "clips=1", TEST_VIDEOS],
    [["--set", "evaluate.precision=bf16"], "precision=bf16", TEST_VIDEOS],
    [["--test-list", "some.txt"], "some", CLASSES.length],
    [["--test-list", "copies.txt"], "copies", CLASSES.length],
  ];
  for (const [words, name, videos] of others) {
    const { stderr } = await succeed("evaluate", "--run", "one", ...words);
    assert.deepEqual(await ownFiles(), before, name);
    const [, path = ""] = /^ {2}Files of this test: (.*)$/m.exec(stderr) ?? [];
    assert.match(path, new RegExp(`/runs/one/tests/${name}-[0-9a-f]{8}$`), stderr);
    const test = new RunFolder(join(folder, "runs/one")).ofTest(path.split("/").at(-1)!);
    assert.equal((await readPredictions(test)).length, videos);
    assert.equal((await test.readResults())?.scores.primary?.videos, videos);
    assert.equal((await readEmbeddings(test.embeddings))?.videos.length, videos);
    await succeed("report", path);
    const report = await Deno.readTextFile(test.report);
    assert.ok(report.includes(`Report of run one/tests/${name}`), report.slice(0, 200));
    assert.ok(report.includes(`${videos} test videos`));
    assert.deepEqual(await ownFiles(), before, name);
  }
  const compared = await succeed("runs", "compare", "one", ...await testFolders());
  assert.match(compared.stdout, /^evaluate\.clips +5 .* 1 /m);
});

async function testFolders(): Promise<string[]> {
  const tests = join(folder, "runs/one/tests");
  const names = await Array.fromAsync(Deno.readDir(tests), ({ name }) => name);
  return names.sort().map((name) => join("runs/one/tests", name));
}

Deno.test("evaluate finishes a run whose results are missing", async () => {
  const run = new RunFolder(join(folder, "runs/one"));
  const results = await run.readResults();
  await Deno.remove(run.results);
  await Deno.remove(run.predictions);
  await succeed("evaluate", "--run", "one");
  const again = await run.readResults();
  assert.deepEqual([again?.scores, again?.steps], [results?.scores, results?.steps]);
  assert.ok(again!.run.seconds > 0 && again!.run.peakResidentBytes > 0);
  assert.equal((await readPredictions(run)).length, TEST_VIDEOS);
});

Deno.test("evaluate that is killed between its files leaves no mixture unnoticed", async () => {
  const run = new RunFolder(join(folder, "runs/one"));
  // As results of a test whose answers differ in their last digits.
  const lines = await Deno.readTextFile(run.predictions);
  await Deno.writeTextFile(run.predictions, `${lines}\n`);
  const results = (await run.readResults())!;
  await run.writeResults({ ...results, predictions: await digestOfFile(run.predictions) });
  await killAtOperation(folder, ["evaluate", "--run", "one"], 1, "embeddings");
  const { code, stderr } = await runCommand(folder, ["report", "one"]);
  assert.equal(code, 1);
  assert.match(stderr, /must be of the same test as \S+results\.json: .* evaluate --run one/);
  await succeed("evaluate", "--run", "one");
  await succeed("report", "one");
});
