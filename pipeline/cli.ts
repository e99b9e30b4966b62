import { Command, CommanderError, Help, Option } from "commander";
import { endProcess } from "../runtime/ffi/end_process.ts";
import { americanOption } from "./commands/american_option.ts";
import { addDataCommands, type Finish } from "./commands/add_data_commands.ts";
import { addRunsCommands } from "./commands/add_runs_commands.ts";
import { addFieldOptions, type FieldOptionValues } from "./commands/add_field_options.ts";
import { addWeightsCommands } from "./commands/add_weights_commands.ts";
import { HELP_GROUPS, helpText } from "./commands/help_text.ts";
import { addSuggestCommands } from "./commands/add_suggest_commands.ts";
import { readCount, readNames, readPositive, readShare } from "./commands/option_readers.ts";
import { COMPARED_METHODS } from "./comparison/compared_methods.ts";
import { explainUsageError } from "./help/explain_usage_error.ts";
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
    if (words.includes("--version")) {
      const { versionCommand } = await import("./commands/version.ts");
      return versionCommand();
    }
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
  const showHelp = async (...words: readonly string[]) => {
    const { helpCommand } = await import("./commands/help.ts");
    finish(await helpCommand({ program, words }));
  };
  addInit(program, finish);
  addTrain(program, finish, showHelp);
  addEvaluate(program, finish);
  addPredict(program, finish);
  addRunsCommands(program, finish);
  addSuggestCommands(program, finish);
  addSweep(program, finish, showHelp);
  addCompare(program, finish);
  addDataCommands(program, finish);
  addWeightsCommands(program, finish);
  addSetup(program, finish);
  addDoctor(program, finish);
  addHelp(program, showHelp);
  explainUsage(program);
  return program.addHelpText("after", helpText("main"));
}

/** Makes a command, and those below it, say what to write instead of what they refuse. */
function explainUsage(command: Command): void {
  command.configureOutput({
    outputError: (text, write) => write(explainUsageError(text, command)),
  });
  for (const below of command.commands) explainUsage(below);
}

/** Hides `--help` of commands that only have subcommands: the list of these comes first. */
function visibleOptions(command: Command): Option[] {
  const options = new Help().visibleOptions(command);
  return command.commands.length > 0 && command.options.length === 0 ? [] : options;
}

interface InitValues extends FieldOptionValues {
  readonly output?: string;
}

function addInit(program: Command, finish: Finish): void {
  const command = program.command("init")
    .summary("look at videos and write a configuration")
    .description(
      "Looks at your videos, measures what training takes on this machine, writes a configuration " +
        "with comments, and names the next command.",
    )
    .argument("<data>", "folder of videos, list file, or database")
    .optionsGroup(HELP_GROUPS.output)
    .option("--output <file>", "file to write (default: <name of the data>.jsonc)")
    .addHelpText("after", helpText("init"));
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
    const { initCommand } = await import("./commands/init.ts");
    finish(await initCommand({ ...values, data, overrides: values.overrides ?? [] }));
  });
}

interface TrainValues extends FieldOptionValues {
  readonly config?: string;
  readonly name?: string;
  readonly from?: string;
  readonly fromAuxiliary?: string;
  readonly resume?: string | true;
}

/** Shows help on a command or topic. */
type ShowHelp = (...words: readonly string[]) => Promise<void>;

function addTrain(program: Command, finish: Finish, showHelp: ShowHelp): void {
  const resume = new Option(
    "--resume [run]",
    "resume an interrupted run, by name or path (default: the newest)",
  );
  const command = program.command("train")
    .summary("train a pair of networks")
    .description("Trains a pair of networks; without options, on the built-in videos.")
    .optionsGroup(HELP_GROUPS.run)
    .option("--name <name>", "name of the run (default: the configuration's name and a number)")
    .option(
      "--from <weights>",
      "file of weights or a run that the networks start from (default: random weights)",
    )
    .option(
      "--from-auxiliary <weights>",
      "the same for the auxiliary network alone (default: as --from)",
    )
    .addOption(
      resume.conflicts(["config", "name", "from", "fromAuxiliary"]).helpGroup(HELP_GROUPS.run),
    )
    .optionsGroup(HELP_GROUPS.configuration)
    .option(
      "--config <config>",
      "JSON file, name of a preset, or list to list these (default: chosen by --data or --from)",
    )
    .addHelpText("after", helpText("train"));
  addFieldOptions(command).action(async (values: TrainValues) => {
    if (values.config === "list") return await showHelp("presets");
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
    .option("--run <name>", "name or path of the run (default: the newest)")
    .optionsGroup(HELP_GROUPS.output)
    .option("--markdown", "print the table as Markdown (default: as text)")
    .addHelpText("after", helpText("evaluate"));
  const fields = [
    "data.source",
    "data.testList",
    "data.layout",
    "data.presentClassesOnly",
    "device",
  ];
  addFieldOptions(command, fields, { base: "run" }).action(async (values: EvaluateValues) => {
    const { evaluateCommand } = await import("./commands/evaluate.ts");
    const { markdown = false, overrides = [] } = values;
    finish(await evaluateCommand({ ...values, markdown, overrides }));
  });
}

interface PredictValues extends FieldOptionValues {
  readonly run?: string;
  readonly network: "primary" | "auxiliary" | "both";
  readonly every?: number;
  readonly segments?: boolean;
  readonly threshold?: number;
  readonly live?: boolean;
  readonly top: number;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly srt?: boolean;
  readonly output?: string;
  readonly annotate?: string;
}

function addPredict(program: Command, finish: Finish): void {
  const network = new Option("--network <name>", "network that answers")
    .choices(["primary", "auxiliary", "both"]).default("primary");
  const formats = ["json", "csv", "srt"] as const;
  const format = (name: (typeof formats)[number], description: string) =>
    new Option(`--${name}`, description).conflicts(formats.filter((other) => other !== name));
  const command = program.command("predict")
    .summary("classify videos")
    .description(
      "Says what is seen in videos; long ones are divided into segments with start and end.",
    )
    .argument("<videos...>", "files, folders, 'patterns*', @lists, addresses, /dev/video0, or -")
    .optionsGroup(HELP_GROUPS.run)
    .option(
      "--run <name>",
      "run whose networks answer, by name or path (default: the newest with a checkpoint)",
    )
    .addOption(network)
    .optionsGroup(HELP_GROUPS.videos)
    .option("--every <seconds>", "time between windows (default: half a window)", readPositive)
    .option("--segments", "divide short videos into segments, too (default: only long ones)")
    .option(
      "--threshold <share>",
      "moments of a lower probability have no class (default: all have one)",
      readShare,
    )
    .option(
      "--live",
      "addresses and standard input have no end; Ctrl-C ends them (default: they have one)",
    )
    .optionsGroup(HELP_GROUPS.output)
    .option("--top <count>", "number of classes to print for each video", readCount, 5)
    .addOption(format("json", "one JSON object a line for each video (default: text)"))
    .addOption(format("csv", "a table of the segments (default: text)"))
    .addOption(format("srt", "the segments as subtitles (default: text)"))
    .option(
      "--output <path>",
      "write to a file, or one for each video to a folder/ (default: stdout)",
    )
    .option(
      "--annotate <path>",
      "write a copy of the video with captions: a file, or a folder/ (default: none)",
    )
    .addHelpText("after", helpText("predict"));
  addFieldOptions(command, ["device"], { base: "run" })
    .action(async (videos: string[], values: PredictValues) => {
      const { predictCommand } = await import("./commands/predict.ts");
      const format = formats.find((name) => values[name] === true);
      const { overrides = [] } = values;
      finish(await predictCommand({ ...values, videos, format, overrides }));
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

interface SweepValues extends FieldOptionValues {
  readonly name?: string;
  readonly output?: string;
}

function addSweep(program: Command, finish: Finish, showHelp: ShowHelp): void {
  const command = program.command("sweep")
    .summary("train all settings of a grid")
    .description(
      "Trains all settings of a grid, one after another, and writes tables and figures of the results. " +
        "If interrupted, run the same command again to continue.",
    )
    .argument(
      "<grid>",
      "JSON file, name of a grid that comes with the program, or list to list these",
    )
    .optionsGroup(HELP_GROUPS.output)
    .option("--name <name>", "first part of the names of the runs (default: the grid's name)")
    .option("--output <folder>", "folder for the results (default: runs/<name>)")
    .addHelpText("after", helpText("sweep"));
  addFieldOptions(command, ["data.source", "data.testList"])
    .action(async (grid: string, values: SweepValues) => {
      if (grid === "list") return await showHelp("grids");
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
    .summary("download TensorFlow and ffmpeg now")
    .description("Downloads TensorFlow (274 MB) and ffmpeg (68 MB) now rather than on first use.")
    .optionsGroup(HELP_GROUPS.device)
    .option("--gpu", "also download what NVIDIA GPUs need, several GB (default: for the processor)")
    .addHelpText("after", helpText("setup"))
    .action(async ({ gpu = false }: { gpu?: boolean }) => {
      const { setupCommand } = await import("./commands/setup.ts");
      finish(await setupCommand({ gpu }));
    });
}

function addDoctor(program: Command, finish: Finish): void {
  program.command("doctor")
    .summary("check the installation")
    .description("Shows what is installed, what is missing, and how to fix it.")
    .argument("[data]", "folder or list of videos: also whether ffmpeg has their codecs")
    .addHelpText("after", helpText("doctor"))
    .action(async (data: string | undefined) => {
      const { doctorCommand } = await import("./commands/doctor.ts");
      finish(await doctorCommand(data));
    });
}

function addHelp(program: Command, showHelp: ShowHelp): void {
  program.command("help")
    .summary("help on a command, the presets, the grids or a setting")
    .description("Shows help: an overview, or on one command, topic or setting.")
    .argument("[topic...]", "a command, presets, grids, settings, or a setting (default: overview)")
    .addHelpText("after", helpText("help"))
    .action(async (words: string[]) => await showHelp(...words));
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
