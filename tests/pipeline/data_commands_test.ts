import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../datasets/mod.ts";
import { ROOT } from "../_sources.ts";
import { withFolder } from "./_temporary_folder.ts";

Deno.test("data make, check and split work on one another's files", () =>
  withFolder(async (folder) => {
    const sizes = ["trainPerClass=2", "testPerClass=1", "size=16"]
      .flatMap((field) => ["--set", `data.motion.${field}`]);
    const made = await data("make", folder, ...sizes);
    strictEqual(made.code, 0, made.stderr);
    const root = join(/training videos in (.*)/.exec(made.stdout)?.[1] ?? "", "..");

    const sound = await data("check", root);
    const summary = "8 classes, 16 training and 8 test videos: 0 broken, 0 damaged";
    deepStrictEqual([sound.code, sound.stdout.trim()], [0, summary]);

    const lists = join(folder, "lists");
    const split = await data("split", root, lists, "--labels-per-class", "1");
    strictEqual(split.code, 0, split.stderr);
    const { classes, train, test } = await readManifest(join(lists, "train.txt"), {
      testList: join(lists, "test.txt"),
    });
    deepStrictEqual([classes.length, train.length, test.length], [8, 16, 8]);
    const labels = train.flatMap(({ label }) => label ?? []).sort();
    deepStrictEqual(labels, [0, 1, 2, 3, 4, 5, 6, 7]);

    const broken = join(root, "train", "orbit", "000.mp4");
    await Deno.writeTextFile(broken, "not a video");
    const unsound = await data("check", root);
    strictEqual(unsound.code, 1);
    ok(unsound.stderr.includes(`broken: ${broken}: `), unsound.stderr);
    ok(unsound.stdout.includes("1 broken, 0 damaged"), unsound.stdout);
  }));

async function data(...words: readonly string[]) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", join(ROOT, "pipeline/cli.ts"), "data"]
      .concat(words),
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}
