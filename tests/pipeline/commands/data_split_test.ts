import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { runCli } from "../_command_line.ts";
import { withMotionVideos } from "./_motion_videos.ts";

Deno.test("data split writes lists, and prints the command to train on them", () =>
  withMotionVideos(async ({ data, output }) => {
    const words = ["data", "split", data, output, "--labels-per-class", "1"];
    const { code, stdout, stderr } = await runCli(words);
    assert.equal(code, 0, stderr);
    const trainList = join(output, "train.txt");
    const testList = join(output, "test.txt");
    assert.deepEqual(stdout.trimEnd().split("\n"), [
      "8 classes (bounce, nod, orbit, ...), 16 labeled training videos, 8 test videos from test/",
      `${trainList}: 16 videos`,
      `${testList}: 8 videos`,
      "8 of the training videos keep their label. To train on them:",
      `deno task train --data ${trainList} --test-list ${testList}`,
    ]);
    const { classes, train, test } = await readManifest(trainList, { testList });
    assert.deepEqual([classes.length, train.length, test.length], [8, 16, 8]);
    const labels = train.flatMap(({ label }) => label ?? []).sort();
    assert.deepEqual(labels, [0, 1, 2, 3, 4, 5, 6, 7]);
  }));

Deno.test("data split says what other commands say about the same data", () =>
  withMotionVideos(async ({ data, output }) => {
    await Deno.writeTextFile(join(data, "train/notes.md"), "");
    await Deno.writeTextFile(join(data, "labels.csv"), "");
    const [{ name }] = await Array.fromAsync(Deno.readDir(join(data, "train/nod"))) as [
      Deno.DirEntry,
    ];
    await Deno.copyFile(join(data, "train/nod", name), join(data, "train/nod/copy.mp4"));
    const { code, stderr } = await runCli(["data", "split", data, output]);
    assert.equal(code, 0, stderr);
    for (
      const pattern of [
        /^ignored .*notes\.md/m,
        /^did not read 'labels\.csv': /m,
        /^Labels: bounce 2, .* zoom 2; no videos without$/m,
        /^left 1 copy unused, so that each video counts once: 'train\/nod\/copy\.mp4' of /m,
      ]
    ) assert.match(stderr, pattern);
  }));

Deno.test("data split writes nothing into the data set", () =>
  withMotionVideos(async ({ data, output }) => {
    const { code, stderr } = await runCli(["data", "split", data, output]);
    assert.equal(code, 0, stderr);
    const list = join(output, "train.txt");
    const before = await Deno.readTextFile(list);
    const link = join(output, "link");
    await Deno.symlink(output, link);
    const refused = [
      [data, data],
      [data, join(data, "train/lists")],
      [data, `${data}/../${basename(data)}/lists/more`],
      [list, output],
      [list, link],
    ] as const;
    for (const [source, folder] of refused) {
      const outcome = await runCli(["data", "split", source, folder]);
      assert.equal(outcome.code, 1, `${source} ${folder}`);
      assert.match(outcome.stderr, /^error: Cannot write lists as their (?:new )?folder must be /m);
      assert.equal(outcome.stdout, "");
    }
    assert.equal(await Deno.readTextFile(list), before);
    const names = await Array.fromAsync(Deno.readDir(data), ({ name }) => name);
    assert.deepEqual(names.sort(), ["manifest.json", "test", "train"]);
    const other = await runCli(["data", "split", list, join(output, "others")]);
    assert.equal(other.code, 0, other.stderr);
  }));
