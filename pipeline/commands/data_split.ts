import { dirname, join } from "node:path";
import { chooseLabeled, divideLabeled, readManifest } from "../../datasets/mod.ts";
import { formatClassList } from "../../datasets/splits/format_class_list.ts";
import { formatVideoList } from "../../datasets/splits/format_video_list.ts";
import { requireOutside } from "../files/require_outside.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { tryOutput } from "../files/try_output.ts";
import { writeText } from "../files/write_text.ts";
import { showLine } from "../terminal/show_line.ts";
import { taskCommand } from "../terminal/task_command.ts";
import { describeLabels } from "../videos/describe_labels.ts";
import { summarizeManifest } from "../videos/summarize_manifest.ts";
import type { DataOptions } from "./data_options.ts";

/** Options of `deno task data split`. */
export interface DataSplitCommandOptions
  extends Pick<DataOptions, "data" | "layout" | "presentClassesOnly"> {
  /** Folder for `train.txt`, `test.txt` and `classes.txt`. */
  readonly output: string;
  /** Number of videos per class that keep their label; all if omitted. */
  readonly labelsPerClass?: number | undefined;
  /** Share of each class that becomes test videos if the data set has none, 0 to 1. */
  readonly testShare: number;
  /** Seed of both choices. */
  readonly seed: number;
}

/**
 * Chooses the labeled and the test videos of every class and writes two list files: tables with the
 * columns `path` and `class`, which is empty for unlabeled videos. The paths are relative to the
 * list files, as `--data` takes them. A third file names the classes, some of which may be numbers.
 * Prints the command that trains on them.
 *
 * @returns The exit code.
 * @throws {ManifestError} If the data set cannot be used.
 * @throws {TooFewLabelsError} If a class has too few labeled videos.
 * @throws {RangeError} If the name of a class has a line break, or the lists would be a part of the
 * data set.
 */
export async function dataSplitCommand(options: DataSplitCommandOptions): Promise<number> {
  const { data, output, labelsPerClass, ...manifestOptions } = options;
  const { seed } = options;
  await requireOutside(data, output, "write lists");
  await requireOtherFolder(data, output);
  const makeFolders = await tryOutput(output, "folder");
  const manifest = await readManifest(data, manifestOptions);
  for (const note of manifest.notes) showLine(note);
  console.log(summarizeManifest(manifest));
  const { classes, train, test } = manifest;
  const { labeled, unlabeled } = labelsPerClass === undefined
    ? divideLabeled(train, new Set(train.map(({ id }) => id)))
    : chooseLabeled(train, { classes, labelsPerClass, seed });
  showLine(describeLabels({ classes, labeled, unlabeled }));
  await makeFolders();
  const trainList = join(output, "train.txt");
  const testList = join(output, "test.txt");
  await writeText(join(output, "classes.txt"), formatClassList(classes));
  const lists = { [trainList]: [...labeled, ...unlabeled], [testList]: test };
  for (const [path, videos] of Object.entries(lists)) {
    await writeText(path, formatVideoList(videos, { folder: output, classes }));
    console.log(`${path}: ${videos.length} videos`);
  }
  console.log(`${labeled.length} of the training videos keep their label. To train on them:`);
  console.log(taskCommand("train", "--data", trainList, "--test-list", testList));
  return 0;
}

/** Refuses the folder of a list: the lists may replace it, and `classes.txt` would name its classes. */
async function requireOtherFolder(data: string, output: string): Promise<void> {
  const isFile = statIfPresent(data)?.isFile ?? false;
  const existing = await Deno.realPath(output).catch(() => undefined);
  if (!isFile || existing !== dirname(await Deno.realPath(data))) return;
  throw new RangeError(
    `Cannot write lists as their folder must be another one than that of '${data}', whose classes ` +
      `'classes.txt' would name: current value is ${output}`,
  );
}
