import assert from "node:assert/strict";
import { join } from "node:path";
import { runFfmpeg } from "../datasets/_fixtures.ts";
import { type Outcome, runCommand } from "./_command_line.ts";
import { CLASSES, makeSmallSet } from "./_small_set.ts";

let folder = "";

/** Starts a command in the folder and requires that it succeeds. */
async function succeed(...words: readonly string[]): Promise<Outcome> {
  const outcome = await runCommand(folder, words);
  assert.equal(outcome.code, 0, outcome.stderr);
  return outcome;
}

/** Ids of the videos that the run `one` was tested on last. */
async function tested(): Promise<string[]> {
  const text = await Deno.readTextFile(join(folder, "runs/one/predictions.jsonl"));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line).video).sort();
}

/** Adds videos to the folder of each class, which are unlike the others. */
async function addVideos(): Promise<void> {
  for (const [index, name] of CLASSES.entries()) {
    const outputs = [8, 9].flatMap((number) => {
      const hue = `hue=h=${37 * number + index}`;
      const path = join(folder, "videos", name, `${number}.avi`);
      return ["-t", "1.2", "-vf", hue, "-c:v", "mpeg4", path];
    });
    await runFfmpeg(["-f", "lavfi", "-i", `${name}=size=24x16:rate=30`, ...outputs]);
  }
}

/** Turns `videos/train` and `videos/test` into one folder of class folders. */
async function joinParts(): Promise<void> {
  for (const name of CLASSES) {
    await Deno.mkdir(join(folder, "videos", name));
    for (const part of ["train", "test"]) {
      for (const file of [...Deno.readDirSync(join(folder, "videos", part, name))]) {
        const source = join(folder, "videos", part, name, file.name);
        await Deno.rename(source, join(folder, "videos", name, `${part}-${file.name}`));
      }
    }
  }
  for (const part of ["train", "test"]) {
    await Deno.remove(join(folder, "videos", part), { recursive: true });
  }
}

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  await joinParts();
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("a run is tested and resumed on its own videos after the folder has grown", async () => {
  await succeed("train", "--config", "small.json", "--name", "one", "--steps", "2");
  const before = await tested();
  await addVideos();
  const { stderr } = await succeed("evaluate", "--run", "one");
  assert.deepEqual(await tested(), before);
  assert.match(stderr, /^6 videos \('mandelbrot\/8.avi', .*\) came after .*: not tested; to test/m);
  // As before its end: a finished run is not resumed at all.
  await Deno.remove(join(folder, "runs/one/results.json"));
  const resumed = await succeed("train", "--resume", "one");
  assert.deepEqual(await tested(), before);
  assert.match(resumed.stderr, /^6 videos .* came after the run was started: not used$/m);
});

Deno.test("evaluate prints its table even if it cannot be written", async () => {
  const predictions = join(folder, "runs/one/predictions.jsonl");
  await Deno.remove(predictions);
  await Deno.mkdir(predictions);
  const { code, stdout, stderr } = await runCommand(folder, ["evaluate", "--run", "one"]);
  await Deno.remove(predictions);
  assert.equal(code, 1);
  assert.match(stdout, /^\d+ test videos +primary +auxiliary +both\n/);
  assert.match(
    stderr,
    /^error: Cannot write '\S+\/runs\/one\/predictions.jsonl' as it must be a file/m,
  );
});
