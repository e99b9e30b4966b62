import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { runCli } from "../_command_line.ts";
import { withFolder } from "../_temporary_folder.ts";

Deno.test("data make, check and split work on one another's files", () =>
  withFolder(async (folder) => {
    const sizes = ["trainPerClass=2", "testPerClass=1", "size=16"]
      .flatMap((field) => ["--set", `data.motion.${field}`]);
    const made = await data("make", folder, ...sizes);
    assert.equal(made.code, 0, made.stderr);
    const root = join(/^Training videos: (.*)$/m.exec(made.stdout)?.[1] ?? "", "..");

    const sound = await data("check", root);
    const summary = "8 classes, 16 training and 8 test videos: 0 broken, 0 damaged";
    assert.deepEqual([sound.code, sound.stdout.trim()], [0, summary]);

    const lists = join(folder, "lists");
    const split = await data("split", root, lists, "--labels-per-class", "1");
    assert.equal(split.code, 0, split.stderr);
    const { classes, train, test } = await readManifest(join(lists, "train.txt"), {
      testList: join(lists, "test.txt"),
    });
    assert.deepEqual([classes.length, train.length, test.length], [8, 16, 8]);
    const labels = train.flatMap(({ label }) => label ?? []).sort();
    assert.deepEqual(labels, [0, 1, 2, 3, 4, 5, 6, 7]);

    const report = join(folder, "report.jsonl");
    const reported = await data("check", root, "--report", report);
    assert.deepEqual([reported.code, reported.stdout.trim()], [0, summary]);
    const lines = async () => (await Deno.readTextFile(report)).trimEnd().split("\n");
    const states = async () => (await lines()).map((line) => JSON.parse(line).state);
    assert.deepEqual(await states(), Array(24).fill("ok"));

    // As if the check had been killed while it wrote the last line.
    const [first, ...others] = await lines();
    await Deno.writeTextFile(report, [...others, first?.slice(0, 20)].join("\n"));
    const broken = join(root, "train", "orbit", "000.mp4");
    await Deno.writeTextFile(broken, "not a video");
    const unsound = await data("check", root, "--report", report);
    assert.equal(unsound.code, 1);
    assert.ok(unsound.stderr.includes(`broken: ${broken}: `), unsound.stderr);
    // The first line may have been that of the video that is broken now.
    assert.match(unsound.stdout, /1 broken, 0 damaged \(2[23] checked earlier\)/);
    const found = (await lines()).map((line) => JSON.parse(line));
    assert.equal(new Set(found.map(({ path }) => path)).size, 24);
    const { state, why, bytes } = found.findLast(({ path }) => path === broken);
    assert.deepEqual([state, bytes, typeof why], ["broken", 11, "string"]);

    const other = await data("check", root, "--report", join(lists, "train.txt"));
    assert.equal(other.code, 1);
    assert.match(
      other.stderr,
      /Cannot report as .*train\.txt must be new or the report of an earlier check/,
    );

    const database = join(folder, "videos.sqlite");
    const indexed = await data("index", root, database);
    assert.equal(indexed.code, 0, indexed.stderr);
    assert.equal(
      indexed.stdout.trim(),
      `${database}: 24 videos, 1 broken, 0 indexed earlier`,
    );
    const again = await data("index", root, database);
    assert.ok(again.stdout.includes("24 indexed earlier"), again.stdout);
    assert.equal((await readManifest(database)).train.length, 16);
  }));

Deno.test("data check reports listed videos without a file", () =>
  withFolder(async (folder) => {
    const list = join(folder, "list.txt");
    const report = join(folder, "report.jsonl");
    const videos = ["a/1", "a/2", "a/3", "b/1", "b/2"];
    await Deno.writeTextFile(list, videos.map((id) => `${id}.avi ${id[0]}\n`).join(""));
    for (const name of ["a", "b"]) {
      await Deno.mkdir(join(folder, name));
      for (const number of [1, 2]) {
        await Deno.writeTextFile(join(folder, name, `${number}.avi`), `no video ${name}${number}`);
      }
    }
    for (let time = 0; time < 2; time++) {
      const { code } = await data("check", list, "--missing-share", "0.5", "--report", report);
      assert.equal(code, 1);
      const lines = (await Deno.readTextFile(report)).trim().split("\n");
      const states = lines.map((line) => JSON.parse(line))
        .map(({ path, state }) => `${state} ${path.slice(-7)}`);
      assert.deepEqual(states.sort(), [
        "broken a/1.avi",
        "broken a/2.avi",
        "broken b/1.avi",
        "broken b/2.avi",
        "missing a/3.avi",
      ]);
    }
  }));

function data(...words: readonly string[]) {
  return runCli(["data", ...words]);
}
