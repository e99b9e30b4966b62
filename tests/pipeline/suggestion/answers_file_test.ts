import assert from "node:assert/strict";
import { join } from "node:path";
import { DiskFullError } from "../../../pipeline/files/disk_full_error.ts";
import { AnswersFile } from "../../../pipeline/suggestion/answers_file.ts";
import type { Answer } from "../../../pipeline/suggestion/page/answer.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";

const CLASSES = ["run", 'a, "b"'];

function reopen(folder: string): Promise<AnswersFile> {
  return AnswersFile.open(join(folder, "labels.csv"), CLASSES);
}

Deno.test("AnswersFile keeps answers of all kinds for the next time, and removes them", () =>
  withFolder(async (folder) => {
    const file = await reopen(folder);
    assert.equal(file.answers.size, 0);
    const answers = new Map<string, Answer>([
      ["/a, b.mp4", { kind: "class", class: 'a, "b"' }],
      ["/none.mp4", { kind: "none" }],
      ["/skip.mp4", { kind: "skip" }],
    ]);
    await file.change(answers);
    assert.deepEqual((await reopen(folder)).answers, answers);
    await file.change(new Map([["/none.mp4", null], ["/skip.mp4", { kind: "none" }]]));
    const left = [...(await reopen(folder)).answers];
    assert.deepEqual(left, [[...answers][0], ["/skip.mp4", { kind: "none" }]]);
  }));

Deno.test("AnswersFile loses none of many answers given at once", () =>
  withFolder(async (folder) => {
    const file = await reopen(folder);
    const paths = Array.from({ length: 50 }, (_, index) => `/${index}.mp4`);
    await Promise.all(paths.map((path) => file.change(new Map([[path, { kind: "skip" }]]))));
    assert.deepEqual([...(await reopen(folder)).answers.keys()], paths);
  }));

Deno.test("AnswersFile refuses a file with another class", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "labels.csv"), "path,class\na.mp4,rum\n");
    await assert.rejects(reopen(folder), /its class must be one of the run's/);
  }));

Deno.test({
  name: "AnswersFile keeps the earlier answers if the disk is full, and goes on when it is not",
  // Needs the right to mount a small disk.
  ignore: !await canMount(),
  fn: () =>
    withFolder((folder) =>
      withSmallDisk(folder, async () => {
        const file = await reopen(folder);
        await file.change(new Map([["/a.mp4", { kind: "skip" }]]));
        const filler = await Deno.open(join(folder, "filler"), { create: true, append: true });
        await assert.rejects(async () => {
          for (;;) await filler.write(new Uint8Array(4096));
        });
        filler.close();
        const change = file.change(new Map([["/b.mp4", { kind: "skip" }]]));
        await assert.rejects(change, DiskFullError);
        assert.deepEqual([...file.answers.keys()], ["/a.mp4"]);
        await Deno.remove(join(folder, "filler"));
        await file.change(new Map([["/c.mp4", { kind: "skip" }]]));
        assert.deepEqual([...(await reopen(folder)).answers.keys()], ["/a.mp4", "/c.mp4"]);
      })
    ),
});
