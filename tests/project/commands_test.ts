import assert from "node:assert/strict";
import { runCommand } from "../e2e/_command_line.ts";
import { readPages } from "../_pages.ts";
import { checkCommand, DENO, taskOf } from "./_check_command.ts";
import { findShellCommands } from "./_shell_commands.ts";
import { withFolder } from "../_temporary_folder.ts";

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
    "deno task train --set evaluate.everySteps=20",
    "deno task data split videos",
    "deno task data split videos lists --labels-per-class many",
    "deno task predict",
    "deno task test tests/nowhere",
    "npx -y deno@1.0.0 task ok",
  ];
  for (const command of bad) await assert.rejects(checkCommand(command.split(" ")), command);
});
