import assert from "node:assert/strict";
import { buildProgram } from "../../../pipeline/cli.ts";
import { readSource } from "../../_sources.ts";
import { allCommands } from "./_commands.ts";

const PROGRAM = buildProgram(() => {});

for (const command of allCommands(PROGRAM)) {
  const name = command.name();
  Deno.test(`${name} --help shows an example, and what holds without each option`, () => {
    let text = "";
    command.configureOutput({ writeOut: (added) => text += added });
    command.outputHelp();
    assert.match(text, /^Examples:$/m);
    const shown = command.options.filter(({ hidden }) => !hidden);
    for (const { flags, description, defaultValue, long } of shown) {
      const isExplained = defaultValue !== undefined || /\(default: /.test(description);
      assert.ok(isExplained || long === "--set", flags);
    }
  });
}

Deno.test("deno.json has a task with a description for each command", () => {
  const { tasks } = JSON.parse(readSource("deno.json"));
  for (const command of PROGRAM.commands) {
    assert.ok(tasks[command.name()]?.command.endsWith(`pipeline/cli.ts ${command.name()}`));
  }
  for (const [name, { description }] of Object.entries<{ description?: string }>(tasks)) {
    assert.ok(description !== undefined && description.length <= 90, name);
  }
});
