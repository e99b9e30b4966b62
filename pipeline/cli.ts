import { Command, CommanderError, Help, Option } from "commander";
import { endProcess } from "../runtime/ffi/end_process.ts";
import { americanOption } from "./commands/american_option.ts";
import { addDataCommands, type Finish } from "./commands/add_data_commands.ts";
import { addFieldOptions, type FieldOptionValues } from "./commands/add_field_options.ts";
import { HELP_GROUPS, helpText } from "./commands/help_text.ts";
import { readCount, readNames } from "./commands/option_readers.ts";
import { COMPARED_METHODS } from "./comparison/compared_methods.ts";
import { enterUserFolder } from "./terminal/home_folder.ts";
import { reportError } from "./terminal/report_error.ts";

const FAILURE = 1;
const USAGE_ERROR = 2;

/**
 * Runs a command line and returns its exit code: 0 success, 1 failure, 2 wrong usage, 130
 * interrupted. Loads the modules of a command only when the command runs. Prints errors on standard
 * error.
 *
 * @param words The words after `deno task`.
 */
export async function main(words: readonly string[]): Promise<number> {
  let exitCode = 0;
  const finish = (code: number) => {
    exitCode = code;
  };
  try {
    await buildProgram(finish).parseAsync(words.map(americanOption), { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    return report(error);
  }
}

/** Builds the command line; its commands pass their exit code to `finish`. */
export function buildProgram(finish: Finish): Command {
  const program = new Command("deno task")
    .exitOverride()
    .description("Learns to recognize human actions in videos from few labels (ActNetFormer).")
    .addHelpOption(new Option("-h, --help", "show this help").helpGroup(HELP_GROUPS.help))
    .usage("<command> [options]")
    .helpCommand(false)
    .configureHelp({ visibleOptions })
    // Not earlier: help needs no permission.
    .hook("preAction", enterUserFolder);
  addTrain(program, finish);
  addEvaluate(program, finish);
  addPredict(program, finish);
  addSweep(program, finish);
  addCompare(program, finish);
  addDataCommands(program, finish);
  addSetup(program, finish);
  addDoctor(program, finish);
  return program.addHelpText("after", helpText("main"));
}

/**
 * Hides the only option, `--help`, of commands that have subcommands: the list of these comes
 * first.
 */
function visibleOptions(command: Command): Option[] {
  return command.commands.length > 0 ? [] : new Help().visibleOptions(command);
}

interface TrainValues extends FieldOptionValues {
  readonly config?: string;
  readonly name?: string;
  readonly resume?: string | true;
}

function addTrain(program: Command, finish: Finish): void {
  const resume = new Option("--resume [run]", "resume an interrupted run (default: the newest)");
  const command = program.command("train")
    .summary("train a pair of networks")
    .description("Trains a pair of networks; without options, on the built-in videos.")
    .optionsGroup(HELP_GROUPS.run)
    .option("--name <name>", "name of the run (default: the configuration's name and a number)")
    .addOption(resume.conflicts(["config", "name"]).helpGroup(HELP_GROUPS.run))
    .optionsGroup(HELP_GROUPS.configuration)
    .option("--config <config>", "JSON file, or name of a preset (default: chosen by --data)")
    .addHelpText("after", helpText("train"));
  addFieldOptions(command).action(async (values: TrainValues) => {
    const { trainCommand } = await import("./commands/train.ts");
    finish(await trainCommand({ ...values, overrides: values.overrides ?? [] }));
  });
}

interface EvaluateValues extends FieldOptionValues {
  readonly run?: string;
  readonly markdown?: boolean;
}

function addEvaluate(program: Command, finish: Finish): void {
  const command = program.command("evaluate")
    .summary("test a run's networks")
    .description("Tests the networks of a run and prints a table of scores.")
    .optionsGroup(HELP_GROUPS.run)
    .option("--run <name>", "name of the run (default: the newest)")
    .optionsGroup(HELP_GROUPS.output)
    .option("--markdown", "print the table as Markdown")
    .addHelpText("after", helpText("evaluate"));
  const fields = [
    "data.source",
    "data.testList",
    "data.layout",
    "data.presentClassesOnly",
    "device",
  ];
  addFieldOptions(command, fields).action(async (values: EvaluateValues) => {
    const { evaluateCommand } = await import("./commands/evaluate.ts");
    const { markdown = false, overrides = [] } = values;
    finish(await evaluateCommand({ ...values, markdown, overrides }));
  });
}

interface PredictValues extends FieldOptionValues {
  readonly run?: string;
  readonly top: number;
}

function addPredict(program: Command, finish: Finish): void {
  const command = program.command("predict")
    .summary("classify videos")
    .description("Prints the most probable classes of each video.")
    .argument("<videos...>", "video files")
    .optionsGroup(HELP_GROUPS.run)
    .option("--run <name>", "run whose primary network is used (default: the newest)")
    .optionsGroup(HELP_GROUPS.output)
    .option("--top <count>", "number of classes to print for each video", readCount, 5)
    .addHelpText("after", helpText("predict"));
  addFieldOptions(command, ["device"])
    .action(async (videos: string[], values: PredictValues) => {
      const { predictCommand } = await import("./commands/predict.ts");
      finish(await predictCommand({ ...values, videos, overrides: values.overrides ?? [] }));
    });
}

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

interface SweepValues {
  readonly name?: string;
  readonly output?: string;
}

function addSweep(program: Command, finish: Finish): void {
  program.command("sweep")
    .summary("train all settings of a grid")
    .description(
      "Trains all settings of a grid, one after another, and writes tables and figures of the results. " +
        "If interrupted, run the same command again to continue.",
    )
    .argument("<grid>", "JSON file, or name of a grid that comes with the program")
    .optionsGroup(HELP_GROUPS.output)
    .option("--name <name>", "first part of the names of the runs (default: the grid's name)")
    .option("--output <folder>", "folder for the results (default: runs/<name>)")
    .addHelpText("after", helpText("sweep"))
    .action(async (grid: string, values: SweepValues) => {
      const { sweepCommand } = await import("./commands/sweep.ts");
      finish(await sweepCommand({ ...values, grid }));
    });
}

interface CompareValues extends FieldOptionValues {
  readonly config?: string;
  readonly methods: readonly string[];
  readonly seeds: number;
  readonly name?: string;
}

function addCompare(program: Command, finish: Finish): void {
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
    .option("--name <name>", "first part of the names of the runs (default: compare-<data>)")
    .optionsGroup(HELP_GROUPS.configuration)
    .option("--config <config>", "JSON file, or name of a preset (default: chosen by --data)")
    .addHelpText("after", helpText("compare"));
  addFieldOptions(command, COMPARE_FIELDS).action(async (values: CompareValues) => {
    const { compareCommand } = await import("./commands/compare.ts");
    finish(await compareCommand({ ...values, overrides: values.overrides ?? [] }));
  });
}

function addSetup(program: Command, finish: Finish): void {
  program.command("setup")
    .summary("download TensorFlow now")
    .description("Downloads TensorFlow now rather than on first use (274 MB).")
    .optionsGroup(HELP_GROUPS.device)
    .option("--gpu", "also download what NVIDIA GPUs need (several GB)")
    .action(async ({ gpu = false }: { gpu?: boolean }) => {
      const { setupCommand } = await import("./commands/setup.ts");
      finish(await setupCommand({ gpu }));
    });
}

function addDoctor(program: Command, finish: Finish): void {
  program.command("doctor")
    .summary("check the installation")
    .description("Shows what is installed, what is missing, and how to fix it.")
    .action(async () => {
      const { doctorCommand } = await import("./commands/doctor.ts");
      finish(await doctorCommand());
    });
}

/** Prints an error and returns the exit code. */
function report(error: unknown): number {
  console.error(reportError(error, Deno.env.get("ACTNETFORMER_DEBUG") === "1").text);
  return FAILURE;
}

/** Reports an error that nothing could catch: thrown in a timer, or by a promise nobody awaits. */
function reportUncaught(event: ErrorEvent | PromiseRejectionEvent): void {
  event.preventDefault();
  endProcess(report("reason" in event ? event.reason : event.error));
}

if (import.meta.main) {
  globalThis.addEventListener("error", reportUncaught);
  globalThis.addEventListener("unhandledrejection", reportUncaught);
  endProcess(await main(Deno.args));
}
