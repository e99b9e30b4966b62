import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CommandLine, runCommand } from "../e2e/_command_line.ts";
import { linkProject } from "../e2e/_linked_project.ts";
import { runInShell } from "../e2e/_shell.ts";
import { makeSmallSet } from "../e2e/_small_set.ts";
import type { Fault, FaultGroup } from "./_fault.ts";
import { FULL_DISK_FAULTS } from "./_full_disk.ts";
import { lineOf, refusalOf } from "./_seen.ts";
import { prepareTraining, RUN, TRAIN_WORDS } from "./_small_training.ts";

/** Runs a small training by a shell, whose redirections make the fault. */
async function trainInShell(folder: string, redirection: string) {
  await prepareTraining(folder);
  await linkProject(folder);
  const ended = await runInShell(folder, TRAIN_WORDS, redirection);
  assert.ok(existsSync(join(folder, "runs", RUN, "results.json")), ended.stderr);
  return ended;
}

/** A training that does not notice that what it shows cannot be written. */
function unseen(fault: string, redirection: string): Fault {
  return {
    fault,
    outcome: "What is shown is dropped; the run continues and ends as always.",
    async inject(folder) {
      const { code, stderr } = await trainInShell(folder, redirection);
      assert.equal(code, 0, stderr);
      return stderr;
    },
  };
}

const FULL_OUTPUT: Fault = {
  fault: "Standard output on a full disk (`deno task train > /full/table`)",
  outcome: "All files of the run are written, then the exit code is 1.",
  async inject(folder) {
    const { code, stderr } = await trainInShell(folder, "> /dev/full");
    assert.equal(code, 1, stderr);
    return lineOf(stderr, /^error: /);
  },
};

const RUNS_IS_A_FILE: Fault = {
  fault: "A file where the runs belong",
  outcome: "Refused before any work.",
  async inject(folder) {
    await Deno.writeTextFile(join(folder, "runs"), "");
    return await refusalOf(["train", "--name", RUN], folder);
  },
};

const FOREIGN_FOLDER: Fault = {
  fault: "A folder with other files that has the name of a new run",
  outcome: "Refused before any work; the folder stays as it is.",
  async inject(folder) {
    const notes = join(folder, "runs", RUN, "notes.txt");
    await Deno.mkdir(join(folder, "runs", RUN), { recursive: true });
    await Deno.writeTextFile(notes, "mine");
    const { code, stderr } = await runCommand(folder, ["train", "--name", RUN]);
    assert.deepEqual([code, await Deno.readTextFile(notes)], [1, "mine"]);
    return lineOf(stderr, /^error: /);
  },
};

const FRAMES_IN_MEMORY: Fault = {
  fault: "`TMPDIR` names a folder in memory, with `data.diskMebibytes`",
  outcome: "It is said, and the run goes without: decoded videos are not kept there.",
  async inject(folder) {
    const environment = { TMPDIR: "/dev/shm" };
    return await lineAboutDisk(folder, "data.diskMebibytes=64", environment);
  },
};

const FEW_BYTES_FREE: Fault = {
  fault: "Less of the disk is free than `data.diskMebibytes`",
  outcome: "It is said, and what is free is taken, but for 2 GiB.",
  async inject(folder) {
    const environment = { TMPDIR: join(folder, "frames") };
    const line = await lineAboutDisk(folder, "data.diskMebibytes=9007199254", environment);
    return line.replace(/up to \S+ \S+/, "up to … GiB");
  },
};

/** Trains for a step, and returns the line about the disk space for decoded videos. */
async function lineAboutDisk(
  folder: string,
  field: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const set = join(folder, "set");
  await Deno.rename(await makeSmallSet(), set);
  const words = ["train", "--config", "small.json", "--set", "schedule.steps=1", "--set", field];
  await using command = new CommandLine(set, words, { environment });
  const { code, stderr } = await command.end();
  assert.equal(code, 0, stderr);
  return lineOf(stderr, /^Disk: /);
}

export const DISK_FAULTS: FaultGroup = {
  title: "Disks and standard streams",
  faults: [
    unseen("Standard error on a full disk (`deno task train 2> /full/log`)", "2> /dev/full"),
    unseen("Standard error is closed (`deno task train 2>&-`)", "2>&-"),
    FULL_OUTPUT,
    RUNS_IS_A_FILE,
    FOREIGN_FOLDER,
    FRAMES_IN_MEMORY,
    FEW_BYTES_FREE,
    ...FULL_DISK_FAULTS,
  ],
};
