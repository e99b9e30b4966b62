import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "./_command_line.ts";
import { requireRefusal } from "./_refusal.ts";
import { checkpointsOf, CLASSES, makeSmallSet } from "./_small_set.ts";

/** A sound run, whose checkpoints are evaluated. */
const SOUND = "sound";

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  const words = ["train", "--config", "small.json", "--name", SOUND];
  const { code, stderr } = await runCommand(folder, words);
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("evaluate reports broken test videos, and refuses too many", async () => {
  const path = join(folder, "videos/test/testsrc/1.avi");
  const video = await Deno.readFile(path);
  await Deno.writeTextFile(path, "no video");
  const few = await runCommand(folder, ["evaluate", "--run", SOUND]);
  const many = await runCommand(folder, [
    "evaluate",
    "--run",
    SOUND,
    "--set",
    "data.failureShare=0",
  ]);
  await Deno.writeFile(path, video);
  assert.equal(few.code, 0, few.stderr);
  assert.match(
    few.stderr,
    /^other files than in the training: 1 test video .*: tested as they are$/m,
  );
  assert.match(few.stderr, /^skipped: .*1\.avi.*\n1 of 6 test videos was skipped\n/m);
  assert.match(few.stdout, /^5 test videos/);
  requireRefusal(many, /at most 0 % of the 6 test videos.*--run .* --set data\.failureShare=0\.5/);
});

Deno.test("evaluate --data refuses videos of other classes, and names both", async () => {
  const other = join(folder, "elsewhere");
  for (const name of [...CLASSES.slice(0, 2), "yoga"]) {
    await Deno.mkdir(join(other, name), { recursive: true });
    for (const at of [0, 1]) await Deno.writeTextFile(join(other, name, `${at}.avi`), "");
  }
  const outcome = await runCommand(folder, ["evaluate", "--run", SOUND, "--data", "elsewhere"]);
  await Deno.remove(other, { recursive: true });
  requireRefusal(
    outcome,
    /'elsewhere': its classes must be among the 3 .* 'testsrc'\): 'yoga' is not$/,
  );
});

Deno.test("evaluate needs no more training videos than one a class", async () => {
  const few = join(folder, "few");
  for (const name of CLASSES) {
    for (const split of ["train", "test"]) {
      await Deno.mkdir(join(few, split, name), { recursive: true });
      const path = join(split, name, "0.avi");
      await Deno.copyFile(join(folder, "videos", path), join(few, path));
    }
  }
  const { code, stdout, stderr } = await runCommand(folder, [
    "evaluate",
    "--run",
    SOUND,
    "--data",
    "few",
  ]);
  await Deno.remove(few, { recursive: true });
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^3 test videos/);
});

Deno.test("evaluate and predict refuse a checkpoint of another model", async () => {
  const other = join(folder, "runs/other");
  const path = join(other, "config.json");
  await Deno.mkdir(join(other, "checkpoints"), { recursive: true });
  const config = JSON.parse(await Deno.readTextFile(join(folder, "runs", SOUND, "config.json")));
  await Deno.writeTextFile(
    path,
    JSON.stringify({ ...config, primary: { ...config.primary, width: 8 } }),
  );
  const [, newest = ""] = checkpointsOf(folder, SOUND);
  for (const file of ["videos.jsonl.gz", join("checkpoints", newest)]) {
    await Deno.copyFile(join(folder, "runs", SOUND, file), join(other, file));
  }
  for (const words of [["evaluate"], ["predict", "videos/test/testsrc/0.avi"]]) {
    const outcome = await runCommand(folder, [...words, "--run", "other"]);
    requireRefusal(
      outcome,
      /must hold the tensors of the configured networks: primary\/\S+ is \[4,.*not \[8,/,
    );
  }
});

Deno.test("evaluate refuses a run whose only checkpoint is damaged, or that has none", async () => {
  const run = join(folder, "runs/damaged");
  await Deno.mkdir(join(run, "checkpoints"), { recursive: true });
  await Deno.copyFile(join(folder, "runs", SOUND, "config.json"), join(run, "config.json"));
  const evaluate = () => runCommand(folder, ["evaluate", "--run", "damaged"]);
  requireRefusal(
    await evaluate(),
    /Cannot use \S+\/runs\/damaged as it must have a checkpoint: it was stopped before its first one; resume/,
  );
  const [name = ""] = checkpointsOf(folder, SOUND);
  const bytes = await Deno.readFile(join(folder, "runs", SOUND, "checkpoints", name));
  await Deno.writeFile(join(run, "checkpoints", name), bytes.subarray(0, bytes.length - 1000));
  requireRefusal(await evaluate(), /Cannot read '\S*step-000006\.safetensors' as safetensors: /);
});
