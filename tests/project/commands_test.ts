import assert from "node:assert/strict";
import type { Command } from "commander";
import { buildProgram } from "../../pipeline/cli.ts";
import { readSource, ROOT } from "../_sources.ts";
import { runCommand } from "../e2e/_command_line.ts";
import { readPages } from "../_pages.ts";
import { findShellCommands } from "./_shell_commands.ts";
import { withFolder } from "../_temporary_folder.ts";

const TASKS: ReadonlySet<string> = new Set(
  Object.keys(JSON.parse(readSource("deno.json")).tasks),
);

/** The version of Deno that the gate runs with. */
const DENO = /deno@[\d.]+/.exec(readSource(".ci/run"))?.[0];

/** Commands quick enough to be run in a test, and what they print. */
const QUICK: readonly (readonly [command: RegExp, prints: RegExp])[] = [
  [/^doctor$/, /^TensorFlow /m],
  [/^data make\b/, /^training videos in /],
  [/ --help$/, /^Usage: deno task /],
];

for (const { path, text } of readPages()) {
  for (const { words, line } of findShellCommands(text)) {
    const shown = words.join(" ");
    Deno.test(`${path}:${line} shows a command that exists: ${shown}`, async () => {
      await checkCommand(words);
    });
    const task = taskOf(words)?.join(" ") ?? "";
    const prints = QUICK.find(([command]) => command.test(task))?.[1];
    if (prints === undefined) continue;
    Deno.test(`${path}:${line} shows a command that runs: ${shown}`, async () => {
      await withFolder(async (folder) => {
        const { code, stdout, stderr } = await runCommand(folder, taskOf(words) ?? []);
        assert.equal(code, 0, stderr);
        assert.match(stdout, prints);
      });
    });
  }
}

Deno.test("findShellCommands() reads indented and fenced blocks, without comments", () => {
  const page = [
    "Run `deno task test`:",
    "",
    "    npx -y deno@1.2.3 task train    # a comment",
    "    output of it",
    "",
    "```sh",
    'deno task train --name "a b" && deno task evaluate',
    "```",
    "```ts",
    "deno task no",
    "```",
  ].join("\n");
  assert.deepEqual(findShellCommands(page), [
    { words: ["npx", "-y", "deno@1.2.3", "task", "train"], line: 3 },
    { words: ["deno", "task", "train", "--name", "a b"], line: 7 },
    { words: ["deno", "task", "evaluate"], line: 7 },
  ]);
});

Deno.test("checkCommand() refuses what the command line would refuse", async () => {
  const good = [
    "deno task train --config motion_small",
    "deno task data split videos lists --labels-per-class 5",
    "deno task evaluate --help",
    `npx -y ${DENO} task ok`,
    "deno task test tests/project",
  ];
  for (const command of good) await checkCommand(command.split(" "));
  const bad = [
    "deno task trian",
    "deno task train --stepps 3",
    "deno task data split videos",
    "deno task data split videos lists --labels-per-class many",
    "deno task predict",
    "deno task test tests/nowhere",
    "npx -y deno@1.0.0 task ok",
  ];
  for (const command of bad) await assert.rejects(checkCommand(command.split(" ")), command);
});

/**
 * Asserts that a command is one of the project's, with arguments and options that it takes. Runs
 * nothing.
 */
async function checkCommand(words: readonly string[]): Promise<void> {
  if (words[0] === "npx") assert.deepEqual(words.slice(0, 3), ["npx", "-y", DENO]);
  const task = taskOf(words);
  if (task === null) return;
  const [name = "", ...rest] = task;
  assert.ok(TASKS.has(name), `deno.json has no task ${name}`);
  const program = buildProgram(() => {});
  if (program.commands.some((command) => command.name() === name)) {
    await parse(program, task);
    return;
  }
  for (const path of rest.filter((word) => /^[a-z]+\//.test(word))) await Deno.stat(ROOT + path);
}

/** The words behind `deno task`; null if the command runs no task. */
function taskOf(words: readonly string[]): readonly string[] | null {
  const rest = words[0] === "npx" ? words.slice(3) : words.slice(1);
  return rest[0] === "task" ? rest.slice(1) : null;
}

async function parse(program: Command, words: readonly string[]): Promise<void> {
  prepare(program);
  try {
    await program.parseAsync([...words], { from: "user" });
  } catch (error) {
    // Help is shown, which ends the parsing.
    if (error instanceof Error && "exitCode" in error && error.exitCode === 0) return;
    throw error;
  }
}

/** Makes a command and those below it silent and without effect. */
function prepare(command: Command): void {
  command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  // A command that only has others below it has no action of its own.
  if (command.commands.length === 0) command.action(() => {});
  for (const below of command.commands) prepare(below);
}
