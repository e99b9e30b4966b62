import { join, relative, resolve, sep } from "node:path";
import {
  chooseLabeled,
  type LayoutName,
  readManifest,
  type VideoEntry,
} from "../../datasets/mod.ts";
import { writeAtomically } from "../run/write_atomically.ts";
import { summarizeManifest } from "../videos/summarize_manifest.ts";
import { quoteForShell } from "./quote_for_shell.ts";

/** Options of `deno task data split`. */
export interface DataSplitCommandOptions {
  /** Folder or list of videos. */
  readonly data: string;
  /** Folder for `train.txt`, `test.txt` and `classes.txt`. */
  readonly output: string;
  /** Number of videos per class that keep their label. */
  readonly labelsPerClass: number;
  /** Share of each class that becomes test videos if the data set has none, 0 to 1. */
  readonly testShare: number;
  /** Seed of both choices. */
  readonly seed: number;
  /** Layout of the data's folder; if omitted, the first one that fits. */
  readonly layout?: LayoutName | undefined;
  /**
   * Whether classes of an official list or published split without a video are left out.
   *
   * @default false
   */
  readonly presentClassesOnly?: boolean | undefined;
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
 * @throws {RangeError} If the name of a class has a line break.
 */
export async function dataSplitCommand(options: DataSplitCommandOptions): Promise<number> {
  const { data, output, labelsPerClass, ...manifestOptions } = options;
  const { seed } = options;
  const manifest = await readManifest(data, manifestOptions);
  console.log(summarizeManifest(manifest));
  const { classes, train, test } = manifest;
  requireOneLine(classes);
  const { labeled, unlabeled } = chooseLabeled(train, { classes, labelsPerClass, seed });
  await Deno.mkdir(output, { recursive: true });
  const trainList = join(output, "train.txt");
  const testList = join(output, "test.txt");
  await writeLines(join(output, "classes.txt"), classes.map(quote));
  const lists = { [trainList]: [...labeled, ...unlabeled], [testList]: test };
  for (const [path, videos] of Object.entries(lists)) {
    const lines = videos.map((video) => formatLine(video, { output, classes }));
    await writeLines(path, ["path,class", ...lines]);
    console.log(`${path}: ${videos.length} videos`);
  }
  const words = [
    ...["--data", trainList],
    ...["--test-list", testList],
    ...["--labels-per-class", String(labelsPerClass)],
  ];
  console.log(`${labeled.length} of the training videos keep their label. To train on them:`);
  console.log(`deno task train ${words.map(quoteForShell).join(" ")}`);
  return 0;
}

function requireOneLine(classes: readonly string[]): void {
  const broken = classes.find((name) => /[\r\n]/.test(name));
  if (broken === undefined) return;
  throw new RangeError(
    "Cannot split videos as the name of a class must be of one line: " +
      `current value is ${JSON.stringify(broken)}`,
  );
}

async function writeLines(path: string, lines: readonly string[]): Promise<void> {
  const text = lines.map((line) => `${line}\n`).join("");
  await writeAtomically(path, (temporary) => Deno.writeTextFile(temporary, text));
}

function formatLine(
  { path, label }: VideoEntry,
  { output, classes }: { readonly output: string; readonly classes: readonly string[] },
): string {
  const listedPath = relative(resolve(output), resolve(path)).split(sep).join("/");
  const className = label === null ? undefined : classes[label];
  return `${quote(listedPath)},${className === undefined ? "" : quote(className)}`;
}

/** Puts a field into quotes, in which a quote is written twice. */
function quote(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
