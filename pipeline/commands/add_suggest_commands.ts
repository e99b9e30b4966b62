import { type Command, Option } from "commander";
import type { Finish } from "./add_data_commands.ts";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import { HELP_GROUPS, helpText } from "./help_text.ts";
import { readCount, readNumber, readPort } from "./option_readers.ts";

/** Adds `suggest` and `label` to a program. */
export function addSuggestCommands(program: Command, finish: Finish): void {
  addSuggest(program, finish);
  addLabel(program, finish);
}

interface SuggestValues extends FieldOptionValues {
  readonly run?: string;
  readonly count: number;
  readonly seed: number;
  readonly output?: string;
}

function addSuggest(program: Command, finish: Finish): void {
  const command = program.command("suggest")
    .summary("find the videos to label next")
    .description("Finds the unlabeled videos of a run whose label would help most.")
    .optionsGroup(HELP_GROUPS.run)
    .option("--run <name>", "run whose networks are asked (default: the newest)")
    .option("--count <number>", "number of videos to suggest", readCount, 20)
    .option("--seed <number>", "seed of the clusters that they are spread over", readNumber, 0)
    .optionsGroup(HELP_GROUPS.output)
    .option("--output <folder>", "folder for the suggestions (default: that of the run)")
    .addHelpText("after", helpText("suggest"));
  addFieldOptions(command, ["data.source", "data.unlabeled", "device"], { base: "run" }).action(
    async (values: SuggestValues) => {
      const { suggestCommand } = await import("./suggest.ts");
      finish(await suggestCommand({ ...values, overrides: values.overrides ?? [] }));
    },
  );
}

interface LabelValues extends FieldOptionValues {
  readonly run?: string;
  readonly suggestions?: string;
  readonly labels?: string;
  readonly port: number;
}

function addLabel(program: Command, finish: Finish): void {
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
    .addHelpText("after", helpText("label"));
  addFieldOptions(command, ["data.source", "data.unlabeled"], { base: "run" }).action(
    async (values: LabelValues) => {
      const { labelCommand } = await import("./label.ts");
      finish(await labelCommand({ ...values, overrides: values.overrides ?? [] }));
    },
  );
}
