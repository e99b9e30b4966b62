import type { Command } from "commander";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import { readCount, readNumber } from "./option_readers.ts";

const NOTES = `
Suggested are videos that the networks are uncertain about, alone or because
they disagree, spread so that they differ: among the unlabeled videos of the
run, and those of --unlabeled. They are written to runs/<run>/suggestions/.

Examples:
  deno task suggest
  deno task suggest --run motion_small-0001 --count 24
  deno task suggest --unlabeled videos/new
  deno task label`;

interface SuggestValues extends FieldOptionValues {
  readonly run?: string;
  readonly count: number;
  readonly seed: number;
  readonly output?: string;
}

/** Adds `suggest` to a program. */
export function addSuggestCommand(program: Command, finish: Finish): void {
  const command = program.command("suggest")
    .summary("find the videos to label next")
    .description("Finds unlabeled videos of a run that its networks are uncertain about.")
    .optionsGroup(HELP_GROUPS.run)
    .option("--run <name>", "run whose networks are asked (default: the newest)")
    .option("--count <number>", "number of videos to suggest", readCount, 20)
    .option("--seed <number>", "seed of the clusters that they are spread over", readNumber, 0)
    .optionsGroup(HELP_GROUPS.output)
    .option("--output <folder>", "folder for the suggestions (default: that of the run)")
    .addHelpText("after", NOTES);
  addFieldOptions(command, ["data.source", "data.unlabeled", "device"], { base: "run" }).action(
    async (values: SuggestValues) => {
      const { suggestCommand } = await import("../commands/suggest.ts");
      finish(await suggestCommand({ ...values, overrides: values.overrides ?? [] }));
    },
  );
}
