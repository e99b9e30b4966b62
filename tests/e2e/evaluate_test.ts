import assert from "node:assert/strict";
import { join } from "node:path";
import { readEmbeddings } from "../../pipeline/embedding/embeddings_file.ts";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import { runCommand } from "./_command_line.ts";
import { CLASSES, makeSmallSet, TEST_VIDEOS } from "./_small_set.ts";

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
