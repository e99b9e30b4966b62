import assert from "node:assert/strict";
import { join } from "node:path";
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
