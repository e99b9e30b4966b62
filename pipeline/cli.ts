import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { endProcess } from "../runtime/ffi/end_process.ts";
import { reportError } from "./terminal/report_error.ts";
import { addFieldFlags, type FieldFlags } from "./commands/field_flags.ts";

const FAILURE = 1;
const USAGE_ERROR = 2;

type Finish = (exitCode: number) => void;

/**
 * Runs a command line and returns its exit code: 0 success, 1 failure, 2 wrong usage, 130 interrupted.
 * Each command's modules are loaded only when it runs. Errors are reported on standard error.
 */
export async function main(words: readonly string[]): Promise<number> {
  let exitCode = 0;
  const finish = (code: number) => {
    exitCode = code;
  };
  try {
    await buildProgram(finish).parseAsync([...words], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_ERROR;
    return report(error);
  }
}

/** Builds the command line, whose commands report their exit code to `finish`. */
export function buildProgram(finish: Finish): Command {
  const program = new Command("deno task").exitOverride()
    .description("ActNetFormer: semi-supervised action recognition in videos");
  addTrain(program, finish);
  addSweep(program, finish);
  addEvaluate(program, finish);
  addPredict(program, finish);
  addData(program, finish);
  addSetup(program, finish);
  addDoctor(program, finish);
  return program;
}

function addTrain(program: Command, finish: Finish): void {
  const command = program.command("train")
    .description("train a pair of models; without options on the built-in videos")
    .option("--config <file>", "JSON file or name of a preset")
    .option("--name <name>", "name of the run (default: the next free number)");
  const resume = new Option("--resume [run]", "go on with a run (default: the newest)");
  command.addOption(resume.conflicts(["config", "name"]));
  addFieldFlags(command).action(async (flags: TrainFlags) => {
    const { trainCommand } = await import("./commands/train.ts");
    finish(await trainCommand({ ...flags, overrides: flags.overrides ?? [] }));
  });
}

type TrainFlags = FieldFlags & { config?: string; name?: string; resume?: string | true };

function addSweep(program: Command, finish: Finish): void {
  program.command("sweep")
    .description("train the settings of a grid one after another, and draw figures and tables")
    .argument("<grid>", "JSON file of the grid")
    .option("--name <name>", "name that those of the runs begin with (default: the file's)")
    .option("--output <folder>", "folder of the results (default: runs/<name>)")
    .action(async (grid: string, flags: { name?: string; output?: string }) => {
      const { sweepCommand } = await import("./commands/sweep.ts");
      finish(await sweepCommand({ ...flags, grid }));
    });
}

function addEvaluate(program: Command, finish: Finish): void {
  const command = program.command("evaluate")
    .description("score a run's models over the test videos")
    .option("--run <name>", "name of the run (default: the newest)")
    .option("--markdown", "print a Markdown table");
  const fields = ["data.source", "data.testList", "device"];
  addFieldFlags(command, fields).action(async (flags: EvaluateFlags) => {
    const { evaluateCommand } = await import("./commands/evaluate.ts");
    finish(await evaluateCommand({ markdown: false, ...flags, overrides: flags.overrides ?? [] }));
  });
}

type EvaluateFlags = FieldFlags & { run?: string; markdown?: boolean };

function addPredict(program: Command, finish: Finish): void {
  const command = program.command("predict")
    .description("name the most probable classes of videos")
    .argument("<videos...>", "video files")
    .option("--run <name>", "run whose primary model answers (default: the newest)")
    .option("--top <count>", "classes to name for each video", readCount, 5);
  addFieldFlags(command, ["device"]).action(async (videos: string[], flags: PredictFlags) => {
    const { predictCommand } = await import("./commands/predict.ts");
    finish(await predictCommand({ ...flags, videos, overrides: flags.overrides ?? [] }));
  });
}

type PredictFlags = FieldFlags & { run?: string; top: number };

function readCount(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number of at least 1.");
}

function addData(program: Command, finish: Finish): void {
  const data = program.command("data").description("make, check, prepare and divide data sets");
  const make = data.command("make")
    .description("make the built-in videos")
    .argument("[folder]", "folder that gets them", "data");
  addFieldFlags(make, []).action(async (folder: string, flags: FieldFlags) => {
    const { dataMakeCommand } = await import("./commands/data_make.ts");
    finish(await dataMakeCommand({ folder, overrides: flags.overrides ?? [] }));
  });
  addSheet(data, finish);
  data.command("check")
    .description("decode every video and say what is wrong with which")
    .argument("<data>", "folder or list of videos")
    .option("--test-list <file>", "list of test videos")
    .option("--split <name>", "published split whose videos to check")
    .option("--missing-share <share>", "share of listed videos without a file", readNumber)
    .option(
      "--report <file>",
      "write a line of JSON for each video; goes on with an earlier report",
    )
    .action(async (path: string, flags: IndexFlags & { report?: string }) => {
      const { dataCheckCommand } = await import("./commands/data_check.ts");
      finish(await dataCheckCommand({ ...flags, data: path }));
    });
  data.command("index")
    .description("write what is known of all videos into a database that --data takes")
    .argument("<data>", "folder or list of videos")
    .argument("<file>", "the database, NAME.sqlite")
    .option("--test-list <file>", "list of test videos")
    .option("--split <name>", "published split to divide the videos by")
    .option("--missing-share <share>", "share of listed videos without a file", readNumber)
    .action(async (path: string, file: string, flags: IndexFlags) => {
      const { dataIndexCommand } = await import("./commands/data_index.ts");
      finish(await dataIndexCommand({ ...flags, data: path, file }));
    });
  addPrepare(data, finish);
  data.command("split")
    .description("divide videos, class by class, and write list files")
    .argument("<data>", "folder or list of videos")
    .argument("<output>", "folder that gets train.txt and test.txt")
    .option(
      "--labels-per-class <count>",
      "videos of each class that keep their label",
      readCount,
      5,
    )
    .option("--test-share <share>", "share held out for the test", readNumber, 0.2)
    .option("--seed <number>", "seed of both choices", readNumber, 0)
    .action(async (path: string, output: string, flags: SplitFlags) => {
      const { dataSplitCommand } = await import("./commands/data_split.ts");
      finish(await dataSplitCommand({ ...flags, data: path, output }));
    });
}

function addPrepare(data: Command, finish: Finish): void {
  data.command("prepare")
    .description(
      "transcode all videos so that training loads them faster; can be stopped and gone on with",
    )
    .argument("<data>", "folder or list of videos")
    .argument("<folder>", "new folder that gets them; --data takes it")
    .option("--short-side <pixels>", "short side; smaller videos keep their size", readCount, 256)
    .option("--test-list <file>", "list of test videos")
    .option("--split <name>", "published split to divide the videos by")
    .option("--missing-share <share>", "share of listed videos without a file", readNumber)
    .action(async (path: string, folder: string, flags: IndexFlags & { shortSide: number }) => {
      const { dataPrepareCommand } = await import("./commands/data_prepare.ts");
      finish(await dataPrepareCommand({ ...flags, data: path, folder }));
    });
}

function addSheet(data: Command, finish: Finish): void {
  const sheet = data.command("sheet")
    .description("draw the views of a video as the networks see them, into one PNG")
    .argument("<video>", "video file")
    .option("--config <file>", "JSON file or name of a preset", "motion_small")
    .option("--output <file>", "file that gets the picture", "sheet.png");
  addFieldFlags(sheet, ["seed", "device"]).action(async (video: string, flags: SheetFlags) => {
    const { dataSheetCommand } = await import("./commands/data_sheet.ts");
    finish(await dataSheetCommand({ ...flags, video, overrides: flags.overrides ?? [] }));
  });
}

type SheetFlags = FieldFlags & { config: string; output: string };

type IndexFlags = { testList?: string; split?: string; missingShare?: number };

type SplitFlags = { labelsPerClass: number; testShare: number; seed: number };

function readNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number.");
}

function addSetup(program: Command, finish: Finish): void {
  program.command("setup")
    .description("install what else the first use would fetch")
    .option("--gpu", "also what NVIDIA GPUs need (several GB)", false)
    .action(async (flags: { gpu: boolean }) => {
      const { setupCommand } = await import("./commands/setup.ts");
      finish(await setupCommand(flags));
    });
}

function addDoctor(program: Command, finish: Finish): void {
  program.command("doctor")
    .description("say what is installed, what is missing, and what to do about it")
    .action(async () => {
      const { doctor } = await import("./commands/doctor.ts");
      finish(await doctor());
    });
}

/** Prints an error for the user. */
function report(error: unknown): number {
  console.error(reportError(error, Deno.env.get("ACTNETFORMER_DEBUG") === "1").text);
  return FAILURE;
}

/** Reports what was thrown where nobody could catch it: in a timer, or a promise nobody waits for. */
function reportStray(event: ErrorEvent | PromiseRejectionEvent): void {
  event.preventDefault();
  endProcess(report("reason" in event ? event.reason : event.error));
}

if (import.meta.main) {
  globalThis.addEventListener("error", reportStray);
  globalThis.addEventListener("unhandledrejection", reportStray);
  endProcess(await main(Deno.args));
}
