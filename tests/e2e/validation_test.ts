import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { type Checkpoint, openCheckpoint } from "../../pipeline/run/open_checkpoint.ts";
import type { ValidationState } from "../../pipeline/run/checkpoint_state.ts";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import {
  type CheckpointContent,
  saveBestCheckpoint,
  saveCheckpoint,
} from "../../pipeline/run/save_checkpoint.ts";
import { copyFolder } from "../_copy_folder.ts";
import { CommandLine, type Outcome, runCommand } from "./_command_line.ts";
import { slowFfmpeg } from "./_slow_ffmpeg.ts";
import { checkpointsOf, makeSmallSet, metricsOf, sameCheckpoints } from "./_small_set.ts";

/** A run that is scored after steps 3, 6 and 8, and that nothing disturbed. */
const WHOLE = "whole";

/** One of the three labels of each class goes to the validation. */
const SHARE = ["--labels-per-class", "3", "--validation-share", "0.34"];

let folder = "";
let whole: Outcome;
let slow = { FFMPEG_PATH: "" };

/** Words that start a run. */
function wordsFor(name: string, ...words: readonly string[]): string[] {
  const command = ["train", "--config", "small.json", "--name", name, ...SHARE, ...words];
  return [...command, "--set", "data.cacheMebibytes=0"];
}

/** Starts a command that decodes slowly, long enough to be disturbed. */
function startSlowly(words: readonly string[]): CommandLine {
  return new CommandLine(folder, words, { environment: slow });
}

function run(name: string, ...words: readonly string[]): Promise<Outcome> {
  return runCommand(folder, wordsFor(name, ...words));
}

/** A line of the metrics about the validation videos. */
interface ValidationLine {
  readonly kind: string;
  readonly step: number;
  readonly scores: Readonly<Record<string, { readonly top1: number; readonly top5: number }>>;
}

function validationsOf(name: string): ValidationLine[] {
  return Deno.readTextFileSync(join(folder, "runs", name, "metrics.jsonl")).trimEnd().split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === "validation");
}

function fileOf(name: string, file: string): Uint8Array {
  return Deno.readFileSync(join(folder, "runs", name, file));
}

/** The step of the highest score, of equal ones the last. */
function bestStep(lines: readonly ValidationLine[]): number {
  const scores = lines.map(({ scores }) => scores["both"]?.top1 ?? NaN);
  return lines[scores.lastIndexOf(Math.max(...scores))]!.step;
}

function bestFile(step: number): string {
  return `best-00000${step}.safetensors`;
}

/** The tensors of a safetensors file, without its header, which names the run. */
function tensorsOf(name: string, file: string): Buffer {
  const bytes = Buffer.from(fileOf(name, file));
  return bytes.subarray(8 + Number(bytes.readBigUInt64LE()));
}

/** Requires that a run gave exactly the same as the undisturbed one. */
function requireSameRun(name: string, { code, stdout, stderr }: Outcome): void {
  assert.equal(code, 0, stderr);
  assert.deepEqual(metricsOf(folder, name), metricsOf(folder, WHOLE));
  assert.deepEqual(validationsOf(name), validationsOf(WHOLE));
  assert.deepEqual(checkpointsOf(folder, name), checkpointsOf(folder, WHOLE));
  assert.ok(sameCheckpoints(folder, name, WHOLE), "other weights");
  const best = join("checkpoints", bestFile(bestStep(validationsOf(name))));
  for (const file of [best, "primary.safetensors"]) {
    assert.ok(tensorsOf(name, file).equals(tensorsOf(WHOLE, file)), file);
  }
  assert.equal(stdout, whole.stdout);
}

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  slow = await slowFfmpeg(folder);
  whole = await run(WHOLE, "--evaluate-every", "3");
  assert.equal(whole.code, 0, whole.stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("train scores the validation videos, and uses the best weights at the end", async () => {
  const lines = validationsOf(WHOLE);
  assert.deepEqual(lines.map(({ step }) => step), [3, 6, 8]);
  for (const { scores } of lines) {
    assert.deepEqual(Object.keys(scores), ["primary", "auxiliary", "both"]);
    assert.ok(Object.values(scores).every(({ top1 }) => [0, 1, 2, 3].includes(top1 * 3)));
  }
  const kept = await new RunFolder(join(folder, "runs", WHOLE)).readVideos();
  const partsOf = Map.groupBy(kept?.videos ?? [], ({ part }) => part);
  assert.deepEqual(partsOf.get("validation")?.map(({ label }) => label).sort(), [0, 1, 2]);
  assert.deepEqual([partsOf.get("labeled")?.length, partsOf.get("unlabeled")?.length], [6, 3]);
  const step = bestStep(lines);
  const best = checkpointsOf(folder, WHOLE).filter((name) => name.startsWith("best"));
  assert.deepEqual(best, [bestFile(step)]);
  assert.match(
    whole.stderr,
    /^Validation: 3 labeled videos held out, scored after every 3 steps \(one is 33 %\)/m,
  );
  assert.match(
    whole.stderr,
    /^step 6: validation top-1 [\d.]+ % \(primary [\d.]+, auxiliary [\d.]+\), (as good as )?the best /m,
  );
  const using = new RegExp(
    `^Using the best weights: step ${step}, top-1 `,
    "gm",
  );
  assert.equal(whole.stderr.match(using)?.length, 1, whole.stderr);
  // Advice of several lines is written as such.
  assert.match(whole.stderr, /^Not clearly better than chance .*\n {2}More labels/m);
  assert.equal(JSON.parse(new TextDecoder().decode(fileOf(WHOLE, "results.json"))).steps, step);
  const evaluated = await runCommand(folder, ["evaluate", "--run", WHOLE]);
  assert.deepEqual([evaluated.code, evaluated.stdout], [0, whole.stdout], evaluated.stderr);
  assert.equal(evaluated.stderr.match(using)?.length, 1, evaluated.stderr);
  const answers = await runCommand(folder, ["predict", "--run", WHOLE, "--json", "videos"]);
  const trainedOn = answers.stdout.trimEnd().split("\n")
    .map((line) => JSON.parse(line))
    .flatMap(({ video, trainedOn }) => trainedOn ? video.replace("videos/", "") : []);
  const trained = ["labeled", "unlabeled"] as const;
  const ids = trained.flatMap((part) => partsOf.get(part)?.map(({ id }) => id) ?? []);
  assert.deepEqual(trainedOn.sort(), ids.sort());
});

Deno.test("train, evaluate and predict use the best weights, not the last", async () => {
  const name = "earlier";
  const folderOf = (run: string) => join(folder, "runs", run, "checkpoints");
  await copyFolder(join(folder, "runs", WHOLE), join(folder, "runs", name));
  await Deno.remove(join(folder, "runs", name, "results.json"));
  // As if step 6 had been the best.
  const validation = { step: 8, best: { step: 6, top1: 1 }, withoutGain: 1 };
  {
    using last = await openCheckpoint(join(folderOf(WHOLE), "step-000008.safetensors"));
    using sixth = await openCheckpoint(join(folderOf(WHOLE), "step-000006.safetensors"));
    await saveBestCheckpoint(folderOf(name), contentOf(sixth, validation));
    await saveCheckpoint(folderOf(name), contentOf(last, validation));
  }
  assert.deepEqual(
    checkpointsOf(folder, name),
    [bestFile(6), "step-000006.safetensors", "step-000008.safetensors"],
  );
  // A run that ended there.
  await copyFolder(join(folder, "runs", name), join(folder, "runs/six"));
  await Deno.remove(join(folderOf("six"), "step-000008.safetensors"));

  const trained = await runCommand(folder, ["train", "--resume", name]);
  const using = /^Using the best weights: step 6, top-1 100\.0 %/gm;
  assert.equal(trained.stderr.match(using)?.length, 1, trained.stderr);
  const six = await runCommand(folder, ["evaluate", "--run", "six"]);
  const evaluated = await runCommand(folder, ["evaluate", "--run", name]);
  assert.equal(evaluated.stderr.match(using)?.length, 1, evaluated.stderr);
  assert.deepEqual([trained.code, trained.stdout], [0, six.stdout], trained.stderr);
  assert.deepEqual([evaluated.code, evaluated.stdout], [0, six.stdout], evaluated.stderr);
  assert.ok(
    !tensorsOf(name, "primary.safetensors").equals(tensorsOf(WHOLE, "primary.safetensors")),
  );
  assert.equal(JSON.parse(new TextDecoder().decode(fileOf(name, "results.json"))).steps, 6);

  const predicted = await runCommand(folder, ["predict", "--run", name, VIDEO]);
  assert.equal(predicted.stderr.match(using)?.length, 1, predicted.stderr);
  // Without the file, the last is used, with a note.
  await Deno.remove(join(folderOf(name), bestFile(6)));
  const without = await runCommand(folder, ["predict", "--run", name, VIDEO]);
  assert.match(without.stderr, /^skipped: .*best-000006\.safetensors/m);
  assert.equal(without.code, 0);
});

const VIDEO = "videos/test/testsrc/0.avi";

/** A checkpoint with other scores. */
function contentOf(
  { state, file }: Checkpoint,
  validation: ValidationState,
): CheckpointContent {
  const tensors = [...file.tensors].filter(([name]) => name !== "checksum")
    .map(([name, { shape }]) => ({
      name,
      shape,
      dtype: "F32" as const,
      read: () => file.read(name),
    }));
  return { state: { ...state, validation }, tensors };
}

Deno.test("scores during the training change nothing that is learned", async () => {
  const often = await run("often", "--evaluate-every", "1");
  assert.equal(often.code, 0, often.stderr);
  assert.deepEqual(validationsOf("often").map(({ step }) => step), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(metricsOf(folder, "often"), metricsOf(folder, WHOLE));
  const last = (name: string) =>
    openCheckpoint(join(folder, "runs", name, "checkpoints/step-000008.safetensors"));
  using first = await last("often");
  using second = await last(WHOLE);
  for (const tensor of first.file.tensors.keys()) {
    if (tensor === "checksum") continue;
    const [values, others] = [await first.file.read(tensor), await second.file.read(tensor)];
    assert.ok(Buffer.from(values.buffer).equals(Buffer.from(others.buffer)), tensor);
  }
});

Deno.test("train --resume after kill -9 gives the same scores, best weights and results", async () => {
  const name = "killed";
  for (const [index, steps] of [2, 5, 7].entries()) {
    const words = index === 0
      ? wordsFor(name, "--evaluate-every", "3")
      : ["train", "--resume", name];
    await using command = startSlowly(words);
    await command.until(() => metricsOf(folder, name).length >= steps);
    command.kill("SIGKILL");
    await command.end();
  }
  requireSameRun(name, await runCommand(folder, ["train", "--resume", name]));
});

Deno.test("train --resume scores what Ctrl-C has kept from being scored", async () => {
  for (const [name, step] of [["first", 3], ["last", 8]] as const) {
    {
      await using command = startSlowly(wordsFor(name, "--evaluate-every", "3"));
      await command.until(() => metricsOf(folder, name).length >= step);
      command.kill("SIGINT");
      const { code, stderr } = await command.end();
      assert.equal(code, 130, stderr);
    }
    requireSameRun(name, await runCommand(folder, ["train", "--resume", name]));
  }
});

Deno.test("train ends early when the scores do not rise any more, and is then finished", async () => {
  const name = "early";
  const outcome = await run(name, "--evaluate-every", "1", "--patience", "2");
  assert.equal(outcome.code, 0, outcome.stderr);
  const lines = validationsOf(name);
  const tops = lines.map(({ scores }) => scores["both"]!.top1);
  const steps = lines.length;
  assert.ok(steps < 8, outcome.stderr);
  assert.ok(Math.max(...tops.slice(-2)) <= Math.max(...tops.slice(0, -2)));
  assert.equal(metricsOf(folder, name).length, steps);
  assert.match(outcome.stderr, new RegExp(`^Ended after step ${steps} of 8, as 2 scores`, "m"));
  const results = fileOf(name, "results.json");
  const again = await runCommand(folder, ["train", "--resume", name]);
  assert.deepEqual([again.code, again.stdout], [0, ""]);
  assert.equal(
    again.stderr,
    `Run ${name} is finished (${steps} steps). Evaluate: deno task evaluate --run ${name}; ` +
      `train on: deno task train --from ${name} --steps ${steps}\n`,
  );
  assert.deepEqual(fileOf(name, "results.json"), results);
});

Deno.test("train refuses scores without validation videos, and the other way round", async () => {
  const refused = async (words: readonly string[], message: RegExp) => {
    const outcome = await runCommand(folder, ["train", "--config", "small.json", ...words]);
    assert.equal(outcome.code, 1, outcome.stderr);
    assert.match(outcome.stderr, message);
  };
  await refused(
    ["--evaluate-every", "2"],
    /data\.validationShare must be .*--validation-share 0\.2/,
  );
  await refused(
    ["--validation-share", "0.5"],
    /evaluate\.everySteps must be .*--evaluate-every 1\)/,
  );
  await refused(["--patience", "2"], /evaluate\.everySteps must be .*--validation-share 0\.2\)/);
  await refused(
    ["--evaluate-every", "2", "--validation-share", "0.5", "--labels-per-class", "1"],
    /classes 'mandelbrot', '.*' have too few to hold any back for validation/,
  );
});
