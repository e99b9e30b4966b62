import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { canMount, withSmallDisk } from "../pipeline/_small_disk.ts";
import { CommandLine, type Outcome } from "./_command_line.ts";
import { linkProject } from "./_linked_project.ts";
import { runInShell } from "./_shell.ts";
import { makeSmallSet } from "./_small_set.ts";
import {
  isLetGo,
  isStarted,
  killAtOperation,
  requireNothingLost,
  requireSameAsWhole,
  stepsOf,
  WHOLE,
} from "./_stopped_run.ts";
import { HAS_NPX, HAS_TERMINALS, TerminalCommand } from "./_terminal.ts";

/** A small disk on which nothing more can be written. */
const FULL_KIBIBYTES = 16;

let folder = "";

/** Words that start a run, or resume it if it has been started. */
function wordsFor(name: string): string[] {
  if (isStarted(folder, name)) return ["train", "--resume", name];
  const videos = ["--data", "videos", "--set", "data.cacheMebibytes=0"];
  return ["train", "--config", "small.json", "--name", name, ...videos];
}

/** Runs or resumes a run to its end. */
async function train(name: string): Promise<Outcome> {
  await using command = new CommandLine(folder, wordsFor(name));
  return await command.end();
}

/** Ends a run that was stopped, and requires the result that it would have had. */
async function requireSameResult(name: string): Promise<void> {
  const { code, stderr } = await train(name);
  assert.equal(code, 0, stderr);
  requireSameAsWhole(folder, name, stderr);
}

/** Trains under redirections of a shell; returns the exit code. */
async function trainInShell(name: string, redirection: string): Promise<number> {
  const { code } = await runInShell(folder, wordsFor(name), redirection);
  return code;
}

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  await linkProject(folder);
  const { code, stderr } = await train(WHOLE);
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

const LAUNCHERS = [
  { launcher: ["deno", "task"], ignore: !HAS_TERMINALS },
  { launcher: ["npx", "deno", "task"], ignore: !HAS_TERMINALS || !HAS_NPX },
];

for (const { launcher, ignore } of LAUNCHERS) {
  const how = launcher.join(" ");
  Deno.test({
    name: `${how} train in a terminal (python3) loses nothing at one Ctrl-C`,
    ignore,
    async fn() {
      // Before anything is recorded, in a step, and whenever the moment after it comes.
      for (const [index, steps] of [0, 1, 4].entries()) {
        const name = `${launcher[0]}-${index}`;
        await using command = new TerminalCommand(folder, [...launcher, ...wordsFor(name)]);
        await command.until(() => isStarted(folder, name) && stepsOf(folder, name) >= steps);
        await command.send("press");
        const code = await command.end();
        await isLetGo(folder, name);
        assert.ok(code === 130 || stepsOf(folder, name) === stepsOf(folder, WHOLE), command.text);
        assert.match(command.text, /Press Ctrl-C again to end at once/);
        requireNothingLost(folder, name, command.text);
        await requireSameResult(name);
      }
    },
  });
}

Deno.test({
  name: "train whose terminal (python3) is closed stops in order",
  ignore: !HAS_TERMINALS,
  async fn() {
    const name = "closed-terminal";
    await using command = new TerminalCommand(folder, ["deno", "task", ...wordsFor(name)]);
    await command.until(() => stepsOf(folder, name) >= 1);
    await command.send("close");
    assert.equal(await command.end(), 130, command.text);
    requireNothingLost(folder, name, command.text);
    await requireSameResult(name);
  },
});

Deno.test("train whose standard error is closed, or whose output nobody reads, trains on", async () => {
  for (const [index, redirection] of ["2>&-", "2>&- >&-"].entries()) {
    const name = `closed-${index}`;
    assert.equal(await trainInShell(name, redirection), 0);
    requireSameAsWhole(folder, name, redirection);
  }
});

const mayMount = await canMount();

Deno.test({
  name: "train whose log is on a full disk trains on, and reports a table that it cannot print",
  // Needs a file system of its own.
  ignore: !mayMount,
  async fn() {
    const disk = join(folder, "disk");
    await Deno.mkdir(disk);
    await withSmallDisk(disk, async () => {
      await Deno.writeFile(join(disk, "fill"), new Uint8Array(FULL_KIBIBYTES * 1024));
      const isFull = Deno.writeTextFile(join(disk, "log"), "x");
      await assert.rejects(isFull, { code: "ENOSPC" });
      assert.equal(await trainInShell("full-log", `2> ${disk}/log`), 0);
      const code = await trainInShell("full-output", `> ${disk}/table 2> shown.txt`);
      assert.equal(code, 1);
    }, FULL_KIBIBYTES);
    const shown = await Deno.readTextFile(join(folder, "shown.txt"));
    assert.match(shown, /\nerror: Cannot write 'standard output' as the disk must have room: /);
    for (const name of ["full-log", "full-output"]) {
      requireSameAsWhole(folder, name, shown);
      assert.ok(existsSync(join(folder, "runs", name, "results.json")));
    }
  },
});

Deno.test("train killed at single operations on files gives the same, and leaves no half of a file", async () => {
  const name = "operations";
  // Its folder, its lock, its configuration, the videos, metrics, a checkpoint; then whatever comes.
  for (const operation of [2, 3, 7, 8, 15, 50, 70, 85, 60, 250]) {
    await killAtOperation(folder, wordsFor(name), operation);
  }
  await requireSameResult(name);
});
