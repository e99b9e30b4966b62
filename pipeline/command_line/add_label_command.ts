import { type Command, Option } from "commander";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import { readPort } from "./option_readers.ts";

const NOTES = `
Each answer is saved at once; the same command continues later. Ctrl-C ends it:
it writes lists of the videos, and prints the command that trains on them.

Examples:
  deno task label
  deno task label --run motion_small-0001
  deno task label --labels runs/motion_small-0001/suggestions/suggestions.csv`;

interface LabelValues extends FieldOptionValues {
  readonly run?: string;
  readonly suggestions?: string;
  readonly labels?: string;
  readonly port: number;
}

/** Adds `label` to a program. */
export function addLabelCommand(program: Command, finish: Finish): void {
  const suggestions = new Option(
    "--suggestions <folder>",
    "what suggest --output was given (default: that of the run)",
  );
  const command = program.command("label")
    .summary("label suggested videos in the browser")
    .description("Shows suggested videos in the browser, to label them by keyboard.")
    .optionsGroup(HELP_GROUPS.run)
    .option("--run <name>", "run that has suggested them (default: the newest)")
    .addOption(suggestions.conflicts(["run"]).helpGroup(HELP_GROUPS.run))
    .option(
      "--labels <file>",
      "take the labels of a table instead: columns path and class (default: the page)",
    )
    .option("--port <number>", "port of the page, on this machine alone", readPort, 8765)
    .addHelpText("after", NOTES);
  addFieldOptions(command, ["data.source", "data.unlabeled"], { base: "run" }).action(
    async (values: LabelValues) => {
      const { labelCommand } = await import("../commands/label.ts");
      finish(await labelCommand({ ...values, overrides: values.overrides ?? [] }));
    },
  );
}
