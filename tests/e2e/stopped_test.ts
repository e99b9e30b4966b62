import assert from "node:assert/strict";
import { CommandLine, type Outcome } from "./_command_line.ts";
import { linkProject } from "./_linked_project.ts";
import { runInShell } from "./_shell.ts";
import { slowFfmpeg } from "./_slow_ffmpeg.ts";
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

let folder = "";
/** Words in front of a command that decodes slowly, long enough to be disturbed. */
let slowly: readonly string[] = [];

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

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  await linkProject(folder);
  slowly = ["env", `FFMPEG_PATH=${(await slowFfmpeg(folder)).FFMPEG_PATH}`];
  const { code, stderr } = await train(WHOLE);
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

// Before anything is recorded, in a step, and whenever the moment after it comes. By which launcher
// the signals come is the same for all moments.
const LAUNCHERS = [
  { launcher: ["deno", "task"], moments: [0, 1, 4], ignore: !HAS_TERMINALS },
  { launcher: ["npx", "deno", "task"], moments: [1], ignore: !HAS_TERMINALS || !HAS_NPX },
];

for (const { launcher, moments, ignore } of LAUNCHERS) {
  const how = launcher.join(" ");
  Deno.test({
    name: `${how} train in a terminal (python3) loses nothing at one Ctrl-C`,
    ignore,
    async fn() {
      for (const [index, steps] of moments.entries()) {
        const name = `${launcher[0]}-${index}`;
        await using command = new TerminalCommand(folder, [
          ...slowly,
          ...launcher,
          ...wordsFor(name),
        ]);
        await command.until(() => isStarted(folder, name) && stepsOf(folder, name) >= steps);
        await command.send("press");
        const code = await command.end();
        await isLetGo(folder, name);
        assert.equal(code, 130, command.text);
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
    await using command = new TerminalCommand(folder, [
      ...slowly,
      "deno",
      "task",
      ...wordsFor(name),
    ]);
    await command.until(() => stepsOf(folder, name) >= 1);
    await command.send("close");
    assert.equal(await command.end(), 130, command.text);
    requireNothingLost(folder, name, command.text);
    await requireSameResult(name);
  },
});

Deno.test("train whose output nobody reads trains on", async () => {
  const redirection = "2>&- >&-";
  const { code } = await runInShell(folder, wordsFor("closed"), redirection);
  assert.equal(code, 0);
  requireSameAsWhole(folder, "closed", redirection);
});

Deno.test("train killed at single operations on files gives the same, and leaves no half of a file", async () => {
  const name = "operations";
  // Its folder, its lock, its configuration, the videos, metrics, a checkpoint; then whatever comes.
  for (const operation of [2, 3, 7, 8, 15, 50, 70, 85, 60, 250]) {
    await killAtOperation(folder, wordsFor(name), operation);
  }
  await requireSameResult(name);
});
