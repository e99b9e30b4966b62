import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli } from "./_command_line.ts";
import { canMount, withSmallDisk } from "./_small_disk.ts";
import { assertTextSnapshot } from "./_snapshot.ts";
import { withFolder } from "../_temporary_folder.ts";

const COMMANDS = [
  "",
  "init",
  "train",
  "evaluate",
  "predict",
  "export",
  "demo",
  "runs",
  "runs compare",
  "runs curves",
  "runs tensorboard",
  "runs tag",
  "runs remove",
  "report",
  "dashboard",
  "suggest",
  "label",
  "sweep",
  "compare",
  "setup",
  "doctor",
  "data",
  "weights",
  "weights inspect",
  "weights convert",
  "data make",
  "data check",
  "data prepare",
  "data sheet",
  "data split",
  "data index",
  "help",
];

for (const command of COMMANDS) {
  const words = [...command.split(" ").filter(Boolean), "--help"];
  Deno.test(`main() prints the help of: ${words.join(" ")}`, (context) =>
    withFolder(async (folder) => {
      // Without any permission: help needs nothing from the machine.
      const { code, stdout, stderr } = await runCli(words, { folder, permissions: [] });
      assert.deepEqual([code, stderr], [0, ""]);
      const usage = ["Usage: deno task", ...words.slice(0, -1)].join(" ");
      assert.ok(stdout.startsWith(usage), stdout);
      for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
      await assertTextSnapshot(context, words.join(" "), stdout);
    }));
}

/**
 * Command lines that are refused, by exit code: 2 for wrong usage, 1 for what is wrong with the
 * words.
 */
const MISTAKES: Readonly<Record<1 | 2, readonly string[]>> = {
  2: [
    "",
    "trian",
    "data",
    "data chek",
    "train --step 3",
    "train extra",
    "train --resume a --name b",
    "setup gpu",
    "predict",
    "predict a.mp4 --top x",
    "train --lr 0.1",
    "train --foo",
    "xyz",
    "runs compar a b",
    "runs tag",
    "help data chek",
    "help learningRat",
    "suggest --count 0",
    "label --port 70000",
    "label --run a --suggestions b",
    "data split a b --test-share x",
    "compare --methods a,,b",
  ],
  1: [
    "train --device tpu",
    "train --steps x",
    "train --set clip.siez=3",
    "train --set optim.learningRate=1",
    "train --set x",
    "train --config none.json",
    "train --data somewhere --method x",
    "train --name ../x",
    "train --resume",
    "train --resume a",
    "train --resume runs/a",
    "train --set learningRate=1",
    "train --config motion",
    "runs remove a",
    "evaluate",
    "report",
    "predict a.mp4",
    "suggest",
    "label",
    "sweep none",
    "sweep motion_labels --name ../x",
    "data split none out",
    "data prepare motion out",
  ],
};

for (const expectedCode of [2, 1] as const) {
  for (const words of MISTAKES[expectedCode]) {
    Deno.test(`main() refuses with exit code ${expectedCode}: ${words}`, (context) =>
      withFolder(async (folder) => {
        const outcome = await runCli(words.split(" ").filter(Boolean), { folder });
        assert.deepEqual([outcome.code, outcome.stdout], [expectedCode, ""]);
        assert.ok(!/^\s+at |This is a bug/m.test(outcome.stderr), outcome.stderr);
        if (expectedCode === 1) assert.equal(outcome.stderr.trimEnd().split("\n").length, 1);
        assert.deepEqual([...Deno.readDirSync(folder)], []);
        const stderr = outcome.stderr.replaceAll(Deno.realPathSync(folder), "FOLDER");
        await assertTextSnapshot(context, `refused: ${words}`, stderr);
      }));
  }
}

Deno.test("main() prints the versions, whatever the command", () =>
  withFolder(async (folder) => {
    const { code, stdout } = await runCli(["train", "--version"], { folder });
    assert.equal(code, 0);
    assert.match(stdout, /^ActNetFormer \d+\.\d+\.\d+.*\nDeno [\d.]+\nTensorFlow [\d.]+\n$/);
  }));

Deno.test("main() lists the presets and grids for --config list and sweep list", () =>
  withFolder(async (folder) => {
    for (const words of [["train", "--config", "list"], ["sweep", "list"]]) {
      const { code, stdout } = await runCli(words, { folder });
      assert.equal(code, 0);
      assert.match(stdout, /^(?:motion_small|motion_labels) {2,}\S/m);
    }
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  }));

Deno.test({
  name: "train leaves no run if the disk has no room for its configuration",
  // Needs the right to mount a small disk.
  ignore: !await canMount(),
  fn: (context) =>
    withFolder(async (folder) => {
      const runs = join(folder, "runs");
      await Deno.mkdir(runs);
      await withSmallDisk(runs, async () => {
        const filler = await Deno.open(join(runs, "filler"), { create: true, append: true });
        await assert.rejects(async () => {
          for (;;) await filler.write(new Uint8Array(4096));
        });
        filler.close();
        const { code, stderr } = await runCli(["train", "--name", "full"], { folder });
        assert.equal(code, 1);
        assert.ok(stderr.includes("runs/full/config.json"), stderr);
        assert.deepEqual([...Deno.readDirSync(runs)].map(({ name }) => name), ["filler"]);
        const path = Deno.realPathSync(folder);
        await assertTextSnapshot(context, "full disk", stderr.replaceAll(path, "FOLDER"));
      });
    }),
});
