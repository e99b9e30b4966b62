import { type Command, Option } from "commander";
import { ConfigError } from "../config/config_error.ts";
import { type Override, parseOverride } from "../config/parse_override.ts";
import { EXCLUSIVE } from "../config/exclusive_fields.ts";
import { FOLDER_OPTIONS } from "./folder_options.ts";
import { HELP_GROUPS } from "./help_groups.ts";

/** An option that sets one field of the configuration. */
interface FieldOption {
  /** The option as commander reads it, with the name of its value unless that is true. */
  readonly flags: string;
  /** Dotted path of the field. */
  readonly field: string;
  /** What it is, for `--help`. */
  readonly description: string;
  /** What holds without it, unless the configuration says otherwise, for `--help`. */
  readonly unset: string;
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
    unset: "motion",
    group: HELP_GROUPS.data,
  },
  {
    flags: "--test-list <file>",
    field: "data.testList",
    description: "list file of the test videos",
    unset: "as --data divides them",
    group: HELP_GROUPS.data,
  },
  {
    ...FOLDER_OPTIONS.unlabeled,
    field: "data.unlabeled",
    unset: "none",
    group: HELP_GROUPS.data,
    isList: true,
  },
  {
    flags: "--split <name>",
    field: "data.split",
    description: "published split of the videos, such as ucf101-1pct",
    unset: "none",
    group: HELP_GROUPS.data,
  },
  {
    ...FOLDER_OPTIONS.layout,
    field: "data.layout",
    unset: "the first that fits",
    group: HELP_GROUPS.data,
  },
  {
    ...FOLDER_OPTIONS.presentClassesOnly,
    field: "data.presentClassesOnly",
    unset: "refuse them",
    group: HELP_GROUPS.data,
  },
  {
    flags: "--labels-per-class <count>",
    field: "data.labelsPerClass",
    description: "number of labels to use per class; the others are hidden",
    unset: "all",
    group: HELP_GROUPS.data,
  },
  {
    flags: "--validation-share <share>",
    field: "data.validationShare",
    description: "share of the labeled videos, such as 0.2, held out to score the training",
    unset: "none",
    group: HELP_GROUPS.data,
  },
  {
    flags: "--method <name>",
    field: "method.name",
    description:
      "actnetformer, cmpl, fixmatch, supervised, an extension (own-first, fixmatch-aligned), a " +
      "peer (tcl, mvpl, ltg, svformer, after-tacl, after-nccl, after-danet), or a file with your " +
      "own (./name.ts)",
    unset: "actnetformer in most presets",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--steps <count>",
    field: "schedule.steps",
    description: "number of training steps",
    unset: "the preset's",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--epochs <count>",
    field: "schedule.epochs",
    description: "number of passes over the unlabeled videos, instead of --steps",
    unset: "the preset's",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--freeze <prefix>",
    field: "optimizer.frozen",
    description: "keep the parameters as they are whose names begin with this (repeatable)",
    unset: "none",
    group: HELP_GROUPS.training,
    isList: true,
  },
  {
    flags: "--evaluate-every <steps>",
    field: "evaluate.everySteps",
    description: "steps between two scores on the validation videos; the best weights are used",
    unset: "only at the end",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--patience <scores>",
    field: "evaluate.patience",
    description: "scores in a row without a higher one after which the run ends early",
    unset: "never",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--seed <number>",
    field: "seed",
    description: "seed of all random choices",
    unset: "0",
    group: HELP_GROUPS.training,
  },
  {
    flags: "--device <name>",
    field: "device",
    description: "cpu, gpu, or auto: a GPU if there is a usable one",
    unset: "auto",
    group: HELP_GROUPS.device,
  },
  {
    flags: "--precision <name>",
    field: "precision",
    description: "float32, bf16, or auto: the faster one for this run, as tried",
    unset: "float32",
    group: HELP_GROUPS.device,
  },
];

/** What commander parses the field options to. */
export interface FieldOptionValues {
  /** All overrides, in the order of the command line. */
  readonly overrides?: readonly Override[];
}

/** Options of {@linkcode addFieldOptions}. */
export interface AddFieldOptionsOptions {
  /**
   * Whose values hold without an option. Entries of lists are added to those of a run, and take the
   * place of those of a preset.
   *
   * @default "preset"
   */
  readonly base?: "preset" | "run" | undefined;
}

/**
 * Adds `--set path=value` and the named options for single fields to a command. All of them end up,
 * in the order of the command line, in the parsed option `overrides`.
 *
 * @param fields Fields that get an option of their own; all known ones if omitted.
 */
export function addFieldOptions(
  command: Command,
  fields?: readonly string[],
  { base = "preset" }: AddFieldOptionsOptions = {},
): Command {
  const overrides: Override[] = [];
  const collect = (override: Override) => {
    overrides.push(override);
    return overrides;
  };
  const description = "set any field of the configuration (repeatable; deno task help settings)";
  const set = new Option("--set <path=value>", description)
    .argParser((text) => collect(parseOverride(text)));
  command.addOption(set.helpGroup(HELP_GROUPS.configuration));
  for (const option of FIELD_OPTIONS) {
    const { flags, field, description, unset, group, isList = false } = option;
    if (fields !== undefined && !fields.includes(field)) continue;
    const add = (text: string | undefined) => {
      const value = readField(field, text);
      if (!isList) return collect({ path: field, value });
      if (base === "run") return collect({ path: field, value: [value], adds: true });
      const earlier = overrides.findLast(({ path }) => path === field)?.value;
      return collect({ path: field, value: [...Array.isArray(earlier) ? earlier : [], value] });
    };
    const ofRun = isList ? "only the run's" : "the run's";
    const fallback = base === "run" ? ofRun : unset;
    const help = `${description} (default: ${fallback})`;
    command.addOption(new Option(flags, help).argParser(add).helpGroup(group));
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
