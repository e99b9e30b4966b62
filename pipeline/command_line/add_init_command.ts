import type { Command } from "commander";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";

const NOTES = `
Examples:
  deno task init videos/mine
  deno task init lists/train.txt --test-list lists/test.txt --output mine.jsonc
  deno task train --config mine.jsonc`;

interface InitValues extends FieldOptionValues {
  readonly output?: string;
}

/** Adds `init` to a program. */
export function addInitCommand(program: Command, finish: Finish): void {
  const command = program.command("init")
    .summary("look at videos and write a configuration")
    .description(
      "Looks at your videos, measures what training takes on this machine, writes a configuration " +
        "with comments, and names the next command.",
    )
    .argument("<data>", "folder of videos, list file, or database")
    .optionsGroup(HELP_GROUPS.output)
    .option("--output <file>", "file to write (default: <name of the data>.jsonc)")
    .addHelpText("after", NOTES);
  const fields = [
    "data.testList",
    "data.unlabeled",
    "data.split",
    "data.layout",
    "data.presentClassesOnly",
    "data.labelsPerClass",
    "device",
    "precision",
  ];
  addFieldOptions(command, fields).action(async (data: string, values: InitValues) => {
    const { initCommand } = await import("../commands/init.ts");
    finish(await initCommand({ ...values, data, overrides: values.overrides ?? [] }));
  });
}
