import { type Command, Option } from "commander";
import { COMPARED_METHODS } from "../comparison/compared_methods.ts";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import { addHooksOption, type HooksOptionValues } from "./add_hooks_option.ts";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import { readCount, readNames } from "./option_readers.ts";

const NOTES = `
Each run takes a quarter of the configuration's steps, unless --steps or
--epochs is given. Short runs favor simple methods: one that is ahead already is
worth its time; one that is not may still get ahead with more steps.

Examples:
  deno task compare --data videos/mine --labels-per-class 5
  deno task compare --data videos/mine --methods supervised,fixmatch --seeds 5`;

/** The fields that a comparison has options for: all but the method and the seed. */
const COMPARE_FIELDS = [
  "data.source",
  "data.testList",
  "data.unlabeled",
  "data.split",
  "data.layout",
  "data.presentClassesOnly",
  "data.labelsPerClass",
  "schedule.steps",
  "schedule.epochs",
  "device",
  "precision",
];

interface CompareValues extends FieldOptionValues, HooksOptionValues {
  readonly config?: string;
  readonly methods: readonly string[];
  readonly seeds: number;
  readonly name?: string;
}

/** Adds `compare` to a program. */
export function addCompareCommand(program: Command, finish: Finish): void {
  const command = program.command("compare")
    .summary("find out which method is worth its time")
    .description(
      "Trains several methods briefly on the same data and prints which one is worth its time, with " +
        "95 % intervals. If interrupted, run the same command again to continue.",
    )
    .optionsGroup(HELP_GROUPS.run)
    .addOption(
      new Option("--methods <names>", "methods to compare, separated by commas")
        .argParser(readNames)
        .default(COMPARED_METHODS, COMPARED_METHODS.join(","))
        .helpGroup(HELP_GROUPS.run),
    )
    .option("--seeds <count>", "number of runs of each method", readCount, 3)
    .option("--name <name>", "first part of the names of the runs (default: compare-<data>)");
  addHooksOption(command)
    .optionsGroup(HELP_GROUPS.configuration)
    .option("--config <config>", "JSON file, or name of a preset (default: chosen by --data)")
    .addHelpText("after", NOTES);
  addFieldOptions(command, COMPARE_FIELDS).action(async (values: CompareValues) => {
    const { compareCommand } = await import("../commands/compare.ts");
    finish(await compareCommand({ ...values, overrides: values.overrides ?? [] }));
  });
}
