import assert from "node:assert/strict";
import { buildProgram } from "../../../pipeline/cli.ts";
import { listSettings } from "../../../pipeline/config/list_settings.ts";
import { OPTION_HABITS } from "../../../pipeline/command_line/option_habits.ts";
import { allCommands } from "./_commands.ts";

const OPTIONS = new Set(
  allCommands(buildProgram(() => {})).flatMap(({ options }) => options.map(({ long }) => long)),
);
const SETTINGS = new Set(listSettings().map(({ path }) => path));

/** Whether a command has the option that a text starts with, and the setting that it sets exists. */
function isPossible(text: string): boolean {
  const [flag = "", value = ""] = text.split(" ");
  if (!flag.startsWith("--")) return true;
  return OPTIONS.has(flag) && (flag !== "--set" || SETTINGS.has(value.split("=")[0]!));
}

for (const [habit, replacements] of Object.entries(OPTION_HABITS)) {
  Deno.test(`OPTION_HABITS replaces --${habit} by something that exists`, () => {
    assert.ok(replacements.some(isPossible), replacements.join());
  });
}
