import assert from "node:assert/strict";
import { join } from "node:path";
import { freeAddresses } from "../../pipeline/workers/free_addresses.ts";
import { CommandLine, type Outcome, runCommand } from "./_command_line.ts";
import { checkpointsOf, makeSmallSet, metricsOf, SMALL_RESNET } from "./_small_set.ts";
import { processesGone, startedWorkers } from "./_worker_processes.ts";

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
});

Deno.test.afterAll(async () => {
  await Deno.remove(folder, { recursive: true });
});

const SMALL = ["train", "--config", "small.json", "--set", "workers.syncBatchNorm=true"];

/** The whole method, every pseudo-label counting: rounding can let none more or less pass. */
const JOINT = [
  ...[...SMALL, "--set", "schedule.labeledPerStep=4", "--set", "method.threshold=0"],
];

/** Steps enough to be disturbed in, of clips that two and three workers can divide. */
const LONG = [
  ...[...SMALL, "--set", "schedule.labeledPerStep=6", "--steps", "2000"],
  ...["--set", "checkpoint.everySteps=5"],
];

function start(name: string, words: readonly string[] = []): CommandLine {
  return new CommandLine(folder, [...LONG, "--name", name, ...words]);
}

/** Waits for a checkpoint, and returns the workers that the command has started. */
async function untilSaved(command: CommandLine, name: string): Promise<number[]> {
  await command.until(() =>
    checkpointsOf(folder, name).some((file) => file.endsWith(".safetensors"))
  );
  return await startedWorkers(command.pid);
}

/** Numbers that may differ by rounding. */
function assertNear(actual: unknown, expected: unknown, path: string): void {
  if (typeof actual === "number" && typeof expected === "number") {
    const difference = Math.abs(actual - expected) / Math.max(1e-2, Math.abs(expected));
    assert.ok(difference < 1e-4, `${path}: ${actual}, not ${expected}`);
  } else if (typeof actual === "object" && actual !== null) {
    const others = expected as Record<string, unknown>;
    assert.deepEqual(Object.keys(actual), Object.keys(others), path);
    for (const [key, value] of Object.entries(actual)) {
      assertNear(value, others[key], `${path}.${key}`);
    }
  } else assert.equal(actual, expected, path);
}

/** What the networks answered for each test video. */
function answersOf(name: string): unknown[] {
  const text = Deno.readTextFileSync(join(folder, "runs", name, "predictions.jsonl"));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("train --workers takes the steps of one process, and tests each video once", async () => {
  const words = [...JOINT, "--steps", "100"];
  const run = (name: string, more: readonly string[] = []) =>
    runCommand(folder, [...words, "--name", name, ...more]);
  const alone = await run("alone");
  assert.equal(alone.code, 0, alone.stderr);
  for (const size of [2, 4]) {
    const name = `of ${size}`.replace(" ", "-");
    const joint = await run(name, ["--workers", String(size)]);
    assert.deepEqual([joint.code, joint.stdout], [0, alone.stdout], joint.stderr);
    assert.match(joint.stderr, new RegExp(`^Steps: .*, divided among ${size} workers$`, "m"));
    assert.match(joint.stderr, /step 100\/100 .* for worker \d /);
    assertNear(metricsOf(folder, name), metricsOf(folder, "alone"), name);
    assertNear(answersOf(name), answersOf("alone"), name);
  }
});

Deno.test("train --workers computes parts of steps, averages, precise norms and scores alike", async () => {
  const words = [
    ...[...JOINT, "--set", "schedule.accumulate=2", "--set", "schedule.preciseBatches=2"],
    ...["--set", "optimizer.emaDecay=0.9", "--validation-share", "0.3"],
    ...["--set", "evaluate.everySteps=4"],
  ];
  const alone = await runCommand(folder, [...words, "--name", "parts"]);
  const joint = await runCommand(folder, [...words, "--name", "parts-of-2", "--workers", "2"]);
  assert.deepEqual([joint.code, joint.stdout], [0, alone.stdout], joint.stderr);
  assertNear(metricsOf(folder, "parts-of-2"), metricsOf(folder, "parts"), "parts");
  assertNear(answersOf("parts-of-2"), answersOf("parts"), "answers");
});

const TRANSFORMER = { kind: "timesformer", width: 16, depth: 1, heads: 2, patch: 8 };

/** Methods that contrast clips in another way than ActNetFormer does. */
const METHODS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  tcl: { "clip.others": { slow: { frames: 1, stride: 16 } } },
  ltg: {
    auxiliary: SMALL_RESNET,
    "clip.auxiliary": { frames: 2, stride: 8, modality: "gradient" },
  },
  "after-danet": { "weights.auxiliary": "runs/frozen/primary.safetensors" },
};

Deno.test("train --workers contrasts the clips of all, whatever the method", async () => {
  const small = (name: string, fields: Readonly<Record<string, unknown>>) => [
    ...[...JOINT, "--name", name],
    ...Object.entries(fields).flatMap(([path, value]) => [
      ...["--set", `${path}=${JSON.stringify(value)}`],
    ]),
  ];
  const frozen = await runCommand(
    folder,
    small("frozen", {
      "method.name": "supervised",
      primary: TRANSFORMER,
      "clip.primary": { frames: 4, stride: 4 },
    }),
  );
  assert.equal(frozen.code, 0, frozen.stderr);
  for (const [method, fields] of Object.entries(METHODS)) {
    // One step: of videos in which nothing moves, gradients are zeros, divided by what they vary.
    const step = { "schedule.steps": 1, "method.supervisedShare": 0 };
    const words = { ...fields, ...step, "method.name": method };
    const alone = await runCommand(folder, small(method, words));
    assert.equal(alone.code, 0, alone.stderr);
    const joint = await runCommand(folder, [...small(`${method}-2`, words), "--workers", "2"]);
    assert.deepEqual([joint.code, joint.stdout], [0, alone.stdout], joint.stderr);
    assertNear(metricsOf(folder, `${method}-2`), metricsOf(folder, method), method);
  }
});

Deno.test("train --cluster says who it waits for, and refuses another configuration by name", async () => {
  const addresses = freeAddresses(2);
  const worker = (task: number, ...words: readonly string[]) => {
    const cluster = ["--cluster", addresses.join(","), "--task", String(task), ...words];
    return new CommandLine(folder, [...JOINT, "--name", "differing", ...cluster]);
  };
  await using second = worker(1, "--seed", "5");
  await second.until(() => second.stderr.includes("waits for"));
  assert.equal(second.stderr, `worker 1 waits for worker 0 at ${addresses[0]}\n`);
  await using first = worker(0);
  const ends = await Promise.all([first.end(), second.end()]);
  for (const { code, stderr } of ends) {
    assert.equal(code, 1);
    assert.equal(
      stderr.trimEnd().split("\n").at(-1),
      "error: Cannot start as the setting seed must be the same on all workers: worker 1 at " +
        `${addresses[1]} has 5, worker 0 has 0`,
    );
  }
  assert.deepEqual(checkpointsOf(folder, "differing"), []);
});

Deno.test("an interrupt of one worker stops all with a checkpoint; another number resumes", async () => {
  await using command = start("stopped", ["--workers", "2"]);
  const started = await untilSaved(command, "stopped");
  assert.equal(started.length, 1);
  Deno.kill(started[0]!, "SIGINT");
  const { code, stderr } = await command.end();
  assert.equal(code, 130, stderr);
  const [, step] = /Stopped after step (\d+); resume with: .* --resume stopped/.exec(stderr) ?? [];
  assert.ok(step !== undefined, stderr);
  const newest = checkpointsOf(folder, "stopped").at(-1);
  assert.equal(newest, `step-${step.padStart(6, "0")}.safetensors`);
  await processesGone(started);

  await using resumed = new CommandLine(folder, ["train", "--resume", "stopped"]);
  await resumed.until(() => checkpointsOf(folder, "stopped").at(-1) !== newest);
  resumed.kill("SIGINT");
  assert.match(
    (await resumed.end()).stderr,
    /\nResuming on 1 worker instead of 2: steps have the same clips, but numbers are rounded in another order\n/,
  );
});

/** The last line of a command, which a lost worker has ended. */
function lastLine({ code, stderr }: Outcome): string {
  assert.equal(code, 1, stderr);
  return stderr.trimEnd().split("\n").at(-1) ?? "";
}

Deno.test("a worker that is stopped ends all, with a line about it and the last checkpoint", async () => {
  await using command = start("silent", ["--workers", "3", "--peer-timeout", "5"]);
  const started = await untilSaved(command, "silent");
  Deno.kill(started[1]!, "SIGSTOP");
  assert.match(
    lastLine(await command.end()),
    /^error: Cannot continue as worker 2 at 127\.0\.0\.1:\d+ must answer: it has not answered for \d s\. The last checkpoint is of step \d+; resume with: .* --resume silent$/,
  );
  await processesGone(started);
});

Deno.test("workers end with the process that has started them", async () => {
  await using command = start("orphaned", ["--workers", "3"]);
  const started = await untilSaved(command, "orphaned");
  assert.equal(started.length, 2);
  command.kill("SIGKILL");
  await command.end();
  await processesGone(started);
});
