import type { Command } from "commander";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import { addHooksOption, type HooksOptionValues } from "./add_hooks_option.ts";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import type { ShowHelp } from "./show_help.ts";

const NOTES = `
A grid is a JSON file; those of pipeline/sweep/grids/ are examples.

Examples:
  deno task sweep list
  deno task sweep motion_labels
  deno task sweep my_grid.json --name trial --output results`;

interface SweepValues extends FieldOptionValues, HooksOptionValues {
  readonly name?: string;
  readonly output?: string;
}

/** Adds `sweep` to a program. */
export function addSweepCommand(program: Command, finish: Finish, showHelp: ShowHelp): void {
  const command = program.command("sweep")
    .summary("train all settings of a grid")
    .description(
      "Trains all settings of a grid, one after another, and writes tables and figures of the results. " +
        "If interrupted, run the same command again to continue.",
    )
    .argument(
      "<grid>",
      "JSON file, name of a grid that comes with the program, or list to list these",
    )
    .optionsGroup(HELP_GROUPS.output)
    .option("--name <name>", "first part of the names of the runs (default: the grid's name)")
    .option("--output <folder>", "folder for the results (default: runs/<name>)")
    .optionsGroup(HELP_GROUPS.run)
    .addHelpText("after", NOTES);
  addFieldOptions(addHooksOption(command), ["data.source", "data.testList"])
    .action(async (grid: string, values: SweepValues) => {
      if (grid === "list") return await showHelp("grids");
      const { sweepCommand } = await import("../commands/sweep.ts");
      finish(await sweepCommand({ ...values, grid }));
    });
}
