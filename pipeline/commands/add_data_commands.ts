import { type Command, Option } from "commander";
import { addFieldOptions, type FieldOptionValues } from "./add_field_options.ts";
import type { LayoutName } from "../../datasets/layouts/layout_names.ts";
import { FOLDER_OPTIONS, HELP_GROUPS, helpText } from "./help_text.ts";
import { readCount, readLayoutName, readNumber } from "./option_readers.ts";

/** Takes the exit code of the command that ran. */
export type Finish = (exitCode: number) => void;

/** Values of the options that say how the data's folder is read. */
interface FolderValues {
  readonly layout?: LayoutName;
  readonly presentClassesOnly?: boolean;
}

/** Values of the options that say which videos there are. */
interface ManifestValues extends FolderValues {
  readonly testList?: string;
  readonly split?: string;
  readonly missingShare?: number;
  readonly unlabeled?: readonly string[];
}

/** Adds `data` with its subcommands to a program. */
export function addDataCommands(program: Command, finish: Finish): void {
  const data = program.command("data")
    .summary("make, check and prepare videos")
    .description("Makes, checks, prepares and splits sets of videos.")
    .usage("<command> [options]")
    .helpCommand(false)
    .addHelpText("after", helpText("data"));
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
    .addHelpText("after", helpText("make"));
  addFieldOptions(command, []).action(
    async (folder: string | undefined, values: FieldOptionValues) => {
      const { dataMakeCommand } = await import("./data_make.ts");
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
        "continue the report",
    )
    .addHelpText("after", helpText("check"));
  addManifestOptions(command).action(async (path: string, values: CheckValues) => {
    const { dataCheckCommand } = await import("./data_check.ts");
    finish(await dataCheckCommand({ ...values, data: path }));
  });
}

interface PrepareValues extends ManifestValues {
  readonly shortSide: number;
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
    .addHelpText("after", helpText("prepare"));
  addManifestOptions(command)
    .action(async (path: string, folder: string, values: PrepareValues) => {
      const { dataPrepareCommand } = await import("./data_prepare.ts");
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
    .addHelpText("after", helpText("sheet"));
  addFieldOptions(command, ["seed", "device"])
    .action(async (video: string, values: SheetValues) => {
      const { dataSheetCommand } = await import("./data_sheet.ts");
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
    .addHelpText("after", helpText("split"))
    .action(async (path: string, output: string, values: SplitValues) => {
      const { dataSplitCommand } = await import("./data_split.ts");
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
    .addHelpText("after", helpText("index"));
  addManifestOptions(command).action(async (path: string, file: string, values: ManifestValues) => {
    const { dataIndexCommand } = await import("./data_index.ts");
    finish(await dataIndexCommand({ ...values, data: path, file }));
  });
}

/** Adds the options that say how the data's folder is read. */
function addFolderOptions(command: Command): Command {
  const { layout, presentClassesOnly } = FOLDER_OPTIONS;
  const option = new Option(layout.flags, layout.description).argParser(readLayoutName);
  return command
    .addOption(option.helpGroup(HELP_GROUPS.data))
    .option(presentClassesOnly.flags, presentClassesOnly.description);
}

/** Adds the options that say which videos there are. */
function addManifestOptions(command: Command): Command {
  const { unlabeled } = FOLDER_OPTIONS;
  const missingShare = new Option(
    "--missing-share <share>",
    "share of the listed videos that may have no file, 0 to 1 (default: 0.05)",
  );
  command.optionsGroup(HELP_GROUPS.data)
    .option("--test-list <file>", "list file of the test videos")
    .option("--split <name>", "published split of the videos, such as ucf101-1pct")
    .option(
      unlabeled.flags,
      unlabeled.description,
      (path: string, earlier: readonly string[] = []) => [...earlier, path],
    );
  return addFolderOptions(command)
    .addOption(missingShare.argParser(readNumber).helpGroup(HELP_GROUPS.data));
}
