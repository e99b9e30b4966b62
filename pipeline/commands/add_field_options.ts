import { type Command, Option } from "commander";
import { ConfigError } from "../config/config_error.ts";
import { type Override, parseOverride } from "../config/parse_override.ts";
import { EXCLUSIVE } from "../config/exclusive_fields.ts";
import { FOLDER_OPTIONS, HELP_GROUPS } from "./help_text.ts";

/** An option that sets one field of the configuration. */
interface FieldOption {
  /** The option as commander reads it, with the name of its value unless that is true. */
  readonly flags: string;
  /** Dotted path of the field. */
  readonly field: string;
  /** What it is, for `--help`. */
  readonly description: string;
  /** Heading under which `--help` lists it. */
  readonly group: string;
  /** Whether it may be given several times, for the entries of a list. */
  readonly isList?: true;
}

const FIELD_OPTIONS: readonly FieldOption[] = [
  {
    flags: "--data <path>",
    field: "data.source",
    description: 'folder of videos, list file, database of "data index", or "motion" ' +
      "for the built-in videos",
    group: HELP_GROUPS.data,
  },
  {
    flags: "--test-list <file>",
    field: "data.testList",
    description: "list file of the test videos",
    group: HELP_GROUPS.data,
  },
  {
    ...FOLDER_OPTIONS.unlabeled,
    field: "data.unlabeled",
    group: HELP_GROUPS.data,
    isList: true,
  },
  {
    flags: "--split <name>",
    field: "data.split",
    description: "published split of the videos, such as ucf101-1pct",
    group: HELP_GROUPS.data,
  },
  { ...FOLDER_OPTIONS.layout, field: "data.layout", group: HELP_GROUPS.data },
  {
    ...FOLDER_OPTIONS.presentClassesOnly,
    field: "data.presentClassesOnly",
    group: HELP_GROUPS.data,
  },
  {
    flags: "--labels-per-class <count>",
    field: "data.labelsPerClass",
    description: "number of labels to use per class, the others are hidden (default: all)",
    group: HELP_GROUPS.data,
  },
  {
    flags: "--validation-share <share>",
    field: "data.validationShare",
    description: "share of the labeled videos, such as 0.2, held out to score the training",
    group: HELP_GROUPS.data,
  },
  {
    flags: "--method <name>",
    field: "method.name",
    description: "actnetformer, cmpl, fixmatch, supervised, or the path of a module (./name.ts)",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--steps <count>",
    field: "schedule.steps",
    description: "number of training steps",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--epochs <count>",
    field: "schedule.epochs",
    description: "number of passes over the unlabeled videos, instead of --steps",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--freeze <prefix>",
    field: "optimizer.frozen",
    description: "keep the parameters as they are whose names begin with this (repeatable)",
    group: HELP_GROUPS.training,
    isList: true,
  },
  {
    flags: "--evaluate-every <steps>",
    field: "evaluate.everySteps",
    description: "steps between two scores on the validation videos; the best weights are used",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--patience <scores>",
    field: "evaluate.patience",
    description: "scores in a row without a higher one after which the run ends early",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--seed <number>",
    field: "seed",
    description: "seed of all random choices",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--device <name>",
    field: "device",
    description: "cpu, gpu, or auto: a GPU if there is a usable one",
    group: HELP_GROUPS.device,
  },
  {
    flags: "--precision <name>",
    field: "precision",
    description: "float32, bf16, or auto: bf16 if the hardware has it",
    group: HELP_GROUPS.device,
  },
];

/** What commander parses the field options to. */
export interface FieldOptionValues {
  /** All overrides, in the order of the command line. */
  readonly overrides?: readonly Override[];
}

/**
 * Adds `--set path=value` and the named options for single fields to a command. All of them end up,
 * in the order of the command line, in the parsed option `overrides`.
 *
 * @param fields Fields that get an option of their own; all known ones if omitted.
 */
export function addFieldOptions(command: Command, fields?: readonly string[]): Command {
  const overrides: Override[] = [];
  const collect = (override: Override) => {
    overrides.push(override);
    return overrides;
  };
  const description = "set any field of the configuration (repeatable)";
  const set = new Option("--set <path=value>", description)
    .argParser((text) => collect(parseOverride(text)));
  command.addOption(set.helpGroup(HELP_GROUPS.configuration));
  for (const { flags, field, description, group, isList = false } of FIELD_OPTIONS) {
    if (fields !== undefined && !fields.includes(field)) continue;
    const add = (text: string | undefined) => {
      const value = readField(field, text);
      const earlier = overrides.findLast(({ path }) => path === field)?.value;
      const list = [...Array.isArray(earlier) ? earlier : [], value];
      return collect({ path: field, value: isList ? list : value });
    };
    command.addOption(new Option(flags, description).argParser(add).helpGroup(group));
  }
  return command.hook("preAction", () => {
    requireCompatible(overrides);
    command.setOptionValue("overrides", overrides);
  });
}

/** Refuses fields of which only one can be set: the last one would win without a word. */
function requireCompatible(overrides: readonly Override[]): void {
  const given = new Set(overrides.map(({ path }) => path));
  for (const field of given) {
    const excluded = EXCLUSIVE.get(field);
    if (excluded === undefined || !given.has(excluded)) continue;
    const [first, second] = [field, excluded].map((path) => optionOf(path));
    throw new ConfigError("the command line", [{
      path: "",
      message: `must have only one of ${first} and ${second}: current value is both`,
    }]);
  }
}

/** The option for a field: its own, or `--set`. */
function optionOf(field: string): string {
  const option = FIELD_OPTIONS.find((known) => known.field === field);
  return option === undefined ? `--set ${field}` : option.flags.replace(/ .*/, "");
}

const PATH_FIELDS: ReadonlySet<string> = new Set([
  "data.source",
  "data.testList",
  "data.unlabeled",
]);

/**
 * Paths stay text even if they look like a number; other values are read like those of `--set`. An
 * option without a value, which commander passes as undefined, sets its field to true.
 */
function readField(field: string, text: string | undefined): unknown {
  if (text === undefined) return true;
  return PATH_FIELDS.has(field) ? text : parseOverride(`${field}=${text}`).value;
}
