import type { Command } from "commander";
import type { ShowHelp } from "./show_help.ts";

const NOTES = `
Examples:
  deno task help
  deno task help data check
  deno task help presets
  deno task help optimizer
  deno task help schedule.accumulate`;

/** Adds `help` to a program. */
export function addHelpCommand(program: Command, showHelp: ShowHelp): void {
  program.command("help")
    .summary("help on a command, the presets, the grids or a setting")
    .description("Shows help: an overview, or on one command, topic or setting.")
    .argument("[topic...]", "a command, presets, grids, settings, or a setting (default: overview)")
    .addHelpText("after", NOTES)
    .action(async (words: string[]) => await showHelp(...words));
}
