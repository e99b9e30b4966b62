import assert from "node:assert/strict";
import { join } from "node:path";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import { documentedFields } from "../_metrics_page.ts";
import { runCommand } from "./_command_line.ts";
import { checkpointsOf, makeSmallSet, sameCheckpoints } from "./_small_set.ts";

/** Hooks that keep what they are called with, and take their time. */
const SOURCE = `
  let running = 0;
  async function keep(path, value) {
    running++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    const call = JSON.stringify({ running, ...value });
    await Deno.writeTextFile(path + "/calls.jsonl", call + "\\n", { append: true });
    running--;
  }
  export async function onStep(line, { name, path, config }) {
    await keep(path, { line, name, steps: config.schedule.steps });
  }
  export const onEnd = (ending, { path }) => keep(path, { ending });
`;

/** Hooks whose second call fails. */
const FAILING = `
  let calls = 0;
  export function onStep() {
    calls++;
    if (calls === 2) throw new TypeError("no server");
  }
  export function onEnd(ending) { console.error("ended: " + ending); }
`;

const TRAIN = ["train", "--config", "small.json", "--steps", "4"];
const SETTINGS = ["--set", "evaluate.everySteps=2", "--set", "data.validationShare=0.25"];

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  await Deno.writeTextFile(join(folder, "keep.ts"), SOURCE);
  await Deno.writeTextFile(join(folder, "failing.ts"), FAILING);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("train --hooks calls a module with each line, and waits for it", async () => {
  const words = [...TRAIN, ...SETTINGS, "--name", "kept", "--hooks", "keep.ts"];
  const { code, stderr } = await runCommand(folder, words);
  assert.equal(code, 0, stderr);
  const run = new RunFolder(join(folder, "runs/kept"));
  const calls = readLines(join(run.path, "calls.jsonl"));
  const lines = readLines(run.metrics);
  const passed = lines.filter(({ kind }) => kind !== "costs");
  assert.deepEqual(calls, [
    ...passed.map((line) => ({ running: 1, line, name: "kept", steps: 4 })),
    { running: 1, ending: "finished" },
  ]);
  const step = ["step", "step", "validation"];
  assert.deepEqual(passed.map(({ kind }) => kind), [...step, ...step, "evaluation"]);

  // What the page says of the lines is what they have.
  const fields = documentedFields("metrics.jsonl").filter(({ field }) => !field.includes("."));
  for (const kind of ["step", "validation", "costs", "evaluation"]) {
    const named = fields.filter(({ kinds }) => kinds.includes("all") || kinds.includes(kind));
    const found = new Set(lines.filter((line) => line["kind"] === kind).flatMap(Object.keys));
    assert.deepEqual([...found].sort(), named.map(({ field }) => field).sort(), kind);
  }

  const state = await run.readStream();
  assert.deepEqual([state?.step, state?.activity, state?.credits.inFlight], [4, "pause", 0]);
  assert.equal(state?.total.trained, state?.total.taken);
  assert.equal((await run.readViews())?.step, 1);
});

Deno.test("a hook that fails ends a training, which resumes to the same weights", async () => {
  const words = [...TRAIN, ...SETTINGS, "--name", "failed", "--hooks", "failing.ts"];
  const failed = await runCommand(folder, words);
  assert.equal(failed.code, 1);
  const error = "error: Cannot call onStep of failing.ts as it must not fail: TypeError: no server";
  assert.ok(
    failed.stderr.includes(error) && failed.stderr.includes("ended: failed"),
    failed.stderr,
  );
  assert.ok(!failed.stderr.includes("bug"), failed.stderr);
  const [newest] = checkpointsOf(folder, "failed");
  assert.equal(newest, "step-000002.safetensors");

  // The state cannot be written from now on: that ends nothing.
  const { live } = new RunFolder(join(folder, "runs/failed"));
  await Deno.remove(live, { recursive: true });
  await Deno.writeTextFile(live, "");
  const resumed = await runCommand(folder, ["train", "--resume", "failed"]);
  assert.equal(resumed.code, 0, resumed.stderr);
  const notes = resumed.stderr.split("\n").filter((line) => line.includes("is out of date"));
  assert.deepEqual(notes.map((note) => /live\/(\w+)\.json/.exec(note)?.[1]), ["stream", "views"]);
  assert.ok(sameCheckpoints(folder, "failed", "kept"));
});

function readLines(path: string): Record<string, unknown>[] {
  return Deno.readTextFileSync(path).trimEnd().split("\n").map((line) => JSON.parse(line));
}
