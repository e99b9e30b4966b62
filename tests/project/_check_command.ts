import assert from "node:assert/strict";
import type { Command } from "commander";
import { buildProgram } from "../../pipeline/cli.ts";
import { presetFor } from "../../pipeline/commands/preset_for.ts";
import { loadConfig, type Override, presetNames } from "../../pipeline/config/config.ts";
import { readSource, ROOT } from "../_sources.ts";

const TASKS: ReadonlySet<string> = new Set(
  Object.keys(JSON.parse(readSource("deno.json")).tasks),
);

/** The version of Deno that the gate runs with. */
export const DENO = /deno@[\d.]+/.exec(readSource(".ci/run"))?.[0];

/**
 * Asserts that a command is one of the project's, with arguments and options that it takes, and
 * settings that a training takes. Runs nothing.
 */
export async function checkCommand(words: readonly string[]): Promise<void> {
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
export function taskOf(words: readonly string[]): readonly string[] | null {
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
  if (command.commands.length === 0) command.action(async () => await checkSettings(command));
  for (const below of command.commands) prepare(below);
}

/** Checks the settings of a training that starts from a preset, not from files that are not here. */
async function checkSettings(command: Command): Promise<void> {
  if (command.name() !== "train") return;
  const { config, from, fromAuxiliary, overrides = [] } = command.opts<{
    readonly config?: string;
    readonly from?: string;
    readonly fromAuxiliary?: string;
    readonly overrides?: readonly Override[];
  }>();
  const preset = config ?? presetFor(overrides);
  if (from ?? fromAuxiliary ?? !presetNames().includes(preset)) return;
  await loadConfig(preset, overrides);
}
