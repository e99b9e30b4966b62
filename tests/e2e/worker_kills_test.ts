import assert from "node:assert/strict";
import { drawsFor } from "../../operators/stream/mod.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { checkpointsOf, makeSmallSet, metricsOf, sameCheckpoints } from "./_small_set.ts";
import { processesGone, startedWorkers } from "./_worker_processes.ts";

/** Three in the gate; more of them: deno task test tests/e2e/worker_kills_test.ts -- 20 */
const KILLS = Number(Deno.args[0] ?? 3);

/** Each with batch norm of its own clips, as is usual. */
const NEW = [
  ...["train", "--config", "small.json", "--steps", String(40 + 6 * KILLS), "--workers", "2"],
  ...["--set", "checkpoint.everySteps=4"],
];

const RESUMED = ["train", "--resume", "killed", "--workers", "2"];

/** When a worker is killed: while they start, or some steps later. */
function momentOf(kill: number) {
  const draws = drawsFor({ seed: kill, phase: 0, epoch: 0, video: "", role: "labeled", view: "" });
  return {
    // The run must have a checkpoint, to be resumed.
    isStart: kill > 0 && draws.uniform(0, 1) < 0.25,
    steps: draws.integer(0, 2),
    isFirst: draws.uniform(0, 1) < 0.5,
  };
}

Deno.test(`a run whose workers are killed ${KILLS} times gives the weights of an undisturbed one`, async () => {
  const folder = await makeSmallSet();
  try {
    const whole = await runCommand(folder, [...NEW, "--name", "whole"]);
    assert.equal(whole.code, 0, whole.stderr);
    for (let kill = 0; kill < KILLS; kill++) {
      await killOne(folder, kill);
      assert.ok(hasCheckpoint(folder));
    }
    const last = await runCommand(folder, RESUMED);
    assert.deepEqual([last.code, last.stdout], [0, whole.stdout], last.stderr);
    assert.deepEqual(metricsOf(folder, "killed"), metricsOf(folder, "whole"));
    assert.ok(sameCheckpoints(folder, "killed", "whole"), "other weights");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** A file that is being written has another name. */
function hasCheckpoint(folder: string): boolean {
  return checkpointsOf(folder, "killed").some((name) => name.endsWith(".safetensors"));
}

/** Starts or resumes the run, kills one of its workers, and looks at how the others end. */
async function killOne(folder: string, kill: number): Promise<void> {
  const { isStart, steps, isFirst } = momentOf(kill);
  const words = kill === 0 ? [...NEW, "--name", "killed"] : RESUMED;
  await using command = new CommandLine(folder, words);
  const stepsDone = () => metricsOf(folder, "killed").length;
  let started: number[] = [];
  await command.until(async () => {
    started = await startedWorkers(command.pid);
    return started.length === 1;
  });
  const before = stepsDone();
  await command.until(() => isStart || stepsDone() > before + steps && hasCheckpoint(folder));
  const victim = isFirst ? command.pid : started[0]!;
  Deno.kill(victim, "SIGKILL");
  const { code, stderr } = await command.end();
  await processesGone(started);
  if (isFirst) return;
  assert.equal(code, 1, stderr);
  assert.match(stderr, /\nerror: Cannot (?:continue|start) as worker 1 .*must .*\n$/);
}
