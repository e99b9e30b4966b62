import type { Command } from "commander";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import {
  addFolderOptions,
  addManifestOptions,
  type FolderValues,
  type ManifestValues,
} from "./add_manifest_options.ts";
import type { Finish } from "./finish.ts";
import { HELP_GROUPS } from "./help_groups.ts";
import { readCount, readNumber } from "./option_readers.ts";

const DATA_NOTES = `
Examples:
  deno task data make
  deno task data check videos/mine
  deno task data prepare videos/mine videos/mine-prepared
  deno task data check --help                         the options of a command`;

const MAKE_NOTES = `
Examples:
  deno task data make
  deno task data make videos --set data.motion.trainPerClass=10`;

const CHECK_NOTES = `
Examples:
  deno task data check videos/mine
  deno task data check videos/vehicles --layout class-folders
  deno task data check videos/ucf101 --split ucf101-1pct --report report.jsonl`;

const PREPARE_NOTES = `
Examples:
  deno task data prepare videos/mine videos/mine-prepared
  deno task train --data videos/mine-prepared
  deno task data prepare videos/ucf101 videos/ucf101-prepared --flow
  deno task train --data videos/ucf101-prepared --config ucf101_10pct_mvpl`;

const SHEET_NOTES = `
Options that are not given keep the values of the configuration.

Examples:
  deno task data sheet clip.mp4
  deno task data sheet clip.mp4 --config published --output views.svg`;

const SPLIT_NOTES = `
Examples:
  deno task data split videos/mine lists
  deno task train --data lists/train.txt --test-list lists/test.txt`;

const INDEX_NOTES = `
Examples:
  deno task data index videos/ucf101 ucf101.sqlite --split ucf101-1pct
  deno task train --data ucf101.sqlite --split ucf101-1pct`;

/** Adds `data` with its subcommands to a program. */
export function addDataCommands(program: Command, finish: Finish): void {
  const data = program.command("data")
    .summary("make, check and prepare videos")
    .description("Makes, checks, prepares and splits sets of videos.")
    .usage("<command> [options]")
    .helpCommand(false)
    .addHelpText("after", DATA_NOTES);
  addMake(data, finish);
  addCheck(data, finish);
  addPrepare(data, finish);
  addSheet(data, finish);
  addSplit(data, finish);
  addIndex(data, finish);
}

function addMake(data: Command, finish: Finish): void {
  const command = data.command("make")
    .summary("make the built-in videos")
    .description("Makes the built-in videos, which training also does when it needs them.")
    .argument("[folder]", "folder for the videos (default: data in the project)")
    .addHelpText("after", MAKE_NOTES);
  addFieldOptions(command, []).action(
    async (folder: string | undefined, values: FieldOptionValues) => {
      const { dataMakeCommand } = await import("../commands/data_make.ts");
      finish(await dataMakeCommand({ folder, overrides: values.overrides ?? [] }));
    },
  );
}

interface CheckValues extends ManifestValues {
  readonly report?: string;
}

function addCheck(data: Command, finish: Finish): void {
  const command = data.command("check")
    .summary("find broken videos")
    .description("Decodes every video completely and lists those that are broken or damaged.")
    .argument("<data>", "folder of videos, or list file")
    .optionsGroup(HELP_GROUPS.output)
    .option(
      "--report <file>",
      "also write one line of JSON for each video; if interrupted, run the same command again to " +
        "continue the report (default: no report)",
    )
    .addHelpText("after", CHECK_NOTES);
  addManifestOptions(command).action(async (path: string, values: CheckValues) => {
    const { dataCheckCommand } = await import("../commands/data_check.ts");
    finish(await dataCheckCommand({ ...values, data: path }));
  });
}

interface PrepareValues extends ManifestValues {
  readonly shortSide: number;
  readonly flow?: boolean;
}

function addPrepare(data: Command, finish: Finish): void {
  const command = data.command("prepare")
    .summary("make a copy that loads faster")
    .description(
      "Makes a smaller copy of all videos, from which training loads faster. If interrupted, run the " +
        "same command again to continue.",
    )
    .argument("<data>", "folder of videos, or list file")
    .argument("<folder>", "new folder for the copy, to be used as --data")
    .optionsGroup(HELP_GROUPS.output)
    .option(
      "--short-side <pixels>",
      "length of the short side; smaller videos keep their size",
      readCount,
      256,
    )
    .option(
      "--flow",
      "also compute the optical flow of each video once and store it beside the video, for methods " +
        "that train on flow (default: flow is computed whenever a clip is loaded)",
    )
    .addHelpText("after", PREPARE_NOTES);
  addManifestOptions(command)
    .action(async (path: string, folder: string, values: PrepareValues) => {
      const { dataPrepareCommand } = await import("../commands/data_prepare.ts");
      finish(await dataPrepareCommand({ ...values, data: path, folder }));
    });
}

interface SheetValues extends FieldOptionValues {
  readonly config: string;
  readonly output: string;
}

function addSheet(data: Command, finish: Finish): void {
  const command = data.command("sheet")
    .summary("draw a video as the networks see it")
    .description("Draws all views of a video, as the networks see them, into one image.")
    .argument("<video>", "video file")
    .optionsGroup(HELP_GROUPS.output)
    .option("--output <file>", "SVG file to write", "sheet.svg")
    .optionsGroup(HELP_GROUPS.configuration)
    .option("--config <config>", "JSON file, or name of a preset", "motion_small")
    .addHelpText("after", SHEET_NOTES);
  addFieldOptions(command, ["seed", "device"])
    .action(async (video: string, values: SheetValues) => {
      const { dataSheetCommand } = await import("../commands/data_sheet.ts");
      finish(await dataSheetCommand({ ...values, video, overrides: values.overrides ?? [] }));
    });
}

interface SplitValues extends FolderValues {
  readonly labelsPerClass?: number;
  readonly testShare: number;
  readonly seed: number;
}

function addSplit(data: Command, finish: Finish): void {
  const command = data.command("split")
    .summary("choose labeled and test videos")
    .description("Chooses labeled and test videos in every class and writes them as list files.")
    .argument("<data>", "folder of videos, or list file")
    .argument("<output>", "folder for train.txt, test.txt and classes.txt")
    .optionsGroup(HELP_GROUPS.data);
  addFolderOptions(command)
    .option(
      "--labels-per-class <count>",
      "number of labels to keep per class (default: all)",
      readCount,
    )
    .option(
      "--test-share <share>",
      "share of each class that becomes test videos, 0 to 1, if <data> has none of its own",
      readNumber,
      0.2,
    )
    .option("--seed <number>", "seed of the random choice", readNumber, 0)
    .addHelpText("after", SPLIT_NOTES)
    .action(async (path: string, output: string, values: SplitValues) => {
      const { dataSplitCommand } = await import("../commands/data_split.ts");
      finish(await dataSplitCommand({ ...values, data: path, output }));
    });
}

function addIndex(data: Command, finish: Finish): void {
  const command = data.command("index")
    .summary("make a database of many videos")
    .description(
      "Writes the list of all videos and their lengths into a database, with which training on many " +
        "videos starts at once. If interrupted, run the same command again to continue.",
    )
    .argument("<data>", "folder of videos, or list file")
    .argument("<file>", "database to write (NAME.sqlite), to be used as --data")
    .addHelpText("after", INDEX_NOTES);
  addManifestOptions(command).action(async (path: string, file: string, values: ManifestValues) => {
    const { dataIndexCommand } = await import("../commands/data_index.ts");
    finish(await dataIndexCommand({ ...values, data: path, file }));
  });
}
