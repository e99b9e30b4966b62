import type { Command } from "commander";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";

const NOTES = `
A run is tested on the videos that it held out, however its folder has changed
since. Other data (--data, --test-list) is tested as a whole, without the videos
that the run has learned from. Options that are not given keep the values of the
run's configuration. The files of a test of other data, or with other settings,
are in a folder of its own below tests/ in the run's folder.

Examples:
  deno task evaluate
  deno task evaluate --run motion_small-0001 --markdown
  deno task evaluate --data videos/other
  deno task evaluate --set evaluate.clips=10`;

interface EvaluateValues extends FieldOptionValues {
  readonly run?: string;
  readonly markdown?: boolean;
}

/** Adds `evaluate` to a program. */
export function addEvaluateCommand(program: Command, finish: Finish): void {
  const command = program.command("evaluate")
    .summary("test a run's networks")
    .description("Tests the networks of a run and prints a table of scores.")
    .optionsGroup(HELP_GROUPS.run)
    .option("--run <name>", "name or path of the run (default: the newest)")
    .optionsGroup(HELP_GROUPS.output)
    .option("--markdown", "print the table as Markdown (default: as text)")
    .addHelpText("after", NOTES);
  const fields = [
    "data.source",
    "data.testList",
    "data.layout",
    "data.presentClassesOnly",
    "device",
  ];
  addFieldOptions(command, fields, { base: "run" }).action(async (values: EvaluateValues) => {
    const { evaluateCommand } = await import("../commands/evaluate.ts");
    const { markdown = false, overrides = [] } = values;
    finish(await evaluateCommand({ ...values, markdown, overrides }));
  });
}
