import { type Command, Option } from "commander";
import { type Override, parseOverride } from "../config/config.ts";

/** Flags that stand for one field of the configuration. */
const FIELD_FLAGS = [
  {
    flag: "--data <path>",
    field: "data.source",
    is: "folder of class folders, list file, or motion",
  },
  { flag: "--test-list <file>", field: "data.testList", is: "list file of the test videos" },
  {
    flag: "--split <name>",
    field: "data.split",
    is: "published list of the labeled videos, such as ucf101-1pct",
  },
  {
    flag: "--labels-per-class <count>",
    field: "data.labelsPerClass",
    is: "labeled videos of a class",
  },
  {
    flag: "--method <name>",
    field: "method.name",
    is: "actnetformer, cmpl, fixmatch or supervised",
  },
  { flag: "--steps <count>", field: "schedule.steps", is: "training steps" },
  {
    flag: "--epochs <count>",
    field: "schedule.epochs",
    is: "passes over the unlabeled videos instead",
  },
  { flag: "--seed <number>", field: "seed", is: "seed of everything random" },
  { flag: "--device <name>", field: "device", is: "auto, cpu or gpu" },
  { flag: "--precision <name>", field: "precision", is: "float32, bf16 or auto" },
] as const;

/** What commander makes of the field flags. */
export interface FieldFlags {
  /** All overrides, in the order of the command line. */
  readonly overrides?: readonly Override[];
}

/**
 * Adds `--set path=value` and the named flags for single fields to a command. All of them end up, in
 * the order of the command line, in the parsed option `overrides`.
 *
 * @param names Fields that get a flag of their own; all known ones where left out.
 */
export function addFieldFlags(command: Command, names?: readonly string[]): Command {
  const overrides: Override[] = [];
  const collect = (override: Override) => {
    overrides.push(override);
    return overrides;
  };
  for (const { flag, field, is } of FIELD_FLAGS) {
    if (names !== undefined && !names.includes(field)) continue;
    const option = new Option(flag, is).argParser((text) =>
      collect({ path: field, value: read(field, text) })
    );
    command.addOption(option);
  }
  command.option(
    "--set <path=value>",
    "set any field of the configuration, as in optimizer.learningRate=0.01 (repeatable)",
    (text: string) => collect(parseOverride(text)),
  );
  return command.hook("preAction", () => {
    command.setOptionValue("overrides", overrides);
  });
}

const PATHS: ReadonlySet<string> = new Set(["data.source", "data.testList"]);

/** Paths stay text even where they look like a number; other values are read like those of `--set`. */
function read(field: string, text: string): unknown {
  return PATHS.has(field) ? text : parseOverride(`${field}=${text}`).value;
}
