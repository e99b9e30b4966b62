import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ffmpegsGone } from "../e2e/_processes.ts";
import { checkpointsOf, metricsOf } from "../e2e/_small_set.ts";
import { killAtOperation, requireNothingLost, stepsOf } from "../e2e/_stopped_run.ts";
import { ROOT } from "../_sources.ts";
import type { Fault, FaultGroup } from "./_fault.ts";
import { lineOf } from "./_seen.ts";
import { prepareTraining, RUN, startTraining, TRAIN_WORDS } from "./_small_training.ts";
import { CommandLine, runCommand } from "../e2e/_command_line.ts";

const STOPPING = /^Stopping; a checkpoint/;
const STOPPING_LINE = /^Stopping; a checkpoint.*$/m;

/** A training that signals stop after its first step. */
function stoppedBy(fault: string, signals: readonly Deno.Signal[]): Fault {
  return {
    fault,
    outcome: "The step under way is finished and a checkpoint written; the exit code is 130.",
    async inject(folder) {
      await prepareTraining(folder);
      await using command = startTraining(folder);
      await command.until(() => stepsOf(folder, RUN) >= 1);
      for (const signal of signals) command.kill(signal);
      const { code, stderr } = await command.end();
      assert.equal(code, 130, stderr);
      requireNothingLost(folder, RUN, stderr);
      return lineOf(stderr, STOPPING);
    },
  };
}

const SECOND_INTERRUPT: Fault = {
  fault: "A second Ctrl-C, at least a second after the first",
  outcome: "The program ends at once, whatever it waits for, here a disk that does not answer.",
  async inject(folder) {
    await prepareTraining(folder);
    const preload = `${ROOT}tests/e2e/_hanging_disk.ts`;
    await using command = new CommandLine(folder, TRAIN_WORDS, { preload });
    await command.until(() => stepsOf(folder, RUN) >= 1);
    command.kill("SIGINT");
    await command.until(() => STOPPING_LINE.test(command.stderr));
    await command.insist("SIGINT");
    const { code, stderr } = await command.end();
    assert.equal(code, 130, stderr);
    assert.ok(!stderr.includes("Stopped after"), stderr);
    assert.deepEqual(checkpointsOf(folder, RUN), []);
    await ffmpegsGone(folder);
    return lineOf(stderr, STOPPING);
  },
};

const FIRST_MOMENTS: Fault = {
  fault: "`kill -9` in the first moments of a run, before its configuration is written",
  outcome: "The same command starts the run again, in the same folder.",
  async inject(folder) {
    await prepareTraining(folder);
    const config = join(folder, "runs", RUN, "config.json");
    await killAtOperation(folder, TRAIN_WORDS, 7);
    assert.ok(!existsSync(config) && existsSync(join(folder, "runs", RUN)));
    // Far enough to see that it was started.
    await killAtOperation(folder, TRAIN_WORDS, 20);
    assert.ok(existsSync(config));
    return "";
  },
};

const IN_A_CHECKPOINT: Fault = {
  fault: "`kill -9` while a checkpoint is written",
  outcome:
    "`--resume` continues from the checkpoint before, or the start; the half-written file is " +
    "removed.",
  async inject(folder) {
    await prepareTraining(folder);
    await killAtOperation(folder, TRAIN_WORDS, 5, "/checkpoints/.");
    const partial = checkpointsOf(folder, RUN).filter((name) => name.endsWith(".partial"));
    assert.deepEqual([partial.length, metricsOf(folder, RUN).length], [1, 3]);
    const { code, stderr } = await runCommand(folder, ["train", "--resume", RUN]);
    assert.equal(code, 0, stderr);
    assert.equal(metricsOf(folder, RUN).length, 8);
    assert.ok(checkpointsOf(folder, RUN).every((name) => name.endsWith(".safetensors")));
    return "";
  },
};

export const INTERRUPT_FAULTS: FaultGroup = {
  title: "Interruptions",
  faults: [
    stoppedBy("Ctrl-C, also where it arrives twice, as under `deno task`", ["SIGINT", "SIGINT"]),
    SECOND_INTERRUPT,
    stoppedBy("SIGTERM, as `kill` or a cluster's scheduler sends it", ["SIGTERM"]),
    stoppedBy("The terminal is closed, or its connection lost (SIGHUP)", ["SIGHUP", "SIGHUP"]),
    FIRST_MOMENTS,
    IN_A_CHECKPOINT,
  ],
};
