import { join, relative } from "node:path";
import { chooseLabeled, readManifest, type VideoEntry } from "../../datasets/mod.ts";
import { writeAtomically } from "../run/write_atomically.ts";
import { quoteForShell } from "./quote_for_shell.ts";

/** What `data split` was asked to do. */
export interface DataSplitRequest {
  /** Folder or list of videos. */
  readonly data: string;
  /** Folder that gets `train.txt` and `test.txt`. */
  readonly output: string;
  /** Videos of each class that keep their label. */
  readonly labelsPerClass: number;
  /** Share of each class held out for the test where the data set has no test videos of its own. */
  readonly testShare: number;
  /** Seed of both choices. */
  readonly seed: number;
}

/**
 * Divides a data set class by class and writes two list files of lines `path label`; unlabeled videos
 * have no label. The paths are relative to the list files, as `--data` takes them. Prints the command
 * that trains on them.
 *
 * @returns The exit code.
 * @throws {ManifestError} where the data set cannot be used.
 * @throws {TooFewLabelsError}
 */
export async function dataSplitCommand(request: DataSplitRequest): Promise<number> {
  const { data, output, labelsPerClass, testShare, seed } = request;
  const { classes, train, test } = await readManifest(data, { testShare, seed });
  const { labeled, unlabeled } = chooseLabeled(train, { classes, labelsPerClass, seed });
  await Deno.mkdir(output, { recursive: true });
  const trainList = join(output, "train.txt");
  const testList = join(output, "test.txt");
  const lists = { [trainList]: [...labeled, ...unlabeled], [testList]: test };
  for (const [path, videos] of Object.entries(lists)) {
    const text = videos.map((video) => `${formatLine(video, { output, classes })}\n`).join("");
    await writeAtomically(path, (temporary) => Deno.writeTextFile(temporary, text));
    console.log(`${path}: ${videos.length} videos`);
  }
  console.log(`${labeled.length} of the training videos keep their label; train on them by`);
  const words = [
    "--data",
    trainList,
    "--test-list",
    testList,
    "--labels-per-class",
    labelsPerClass,
  ];
  console.log(`deno task train ${words.map((word) => quoteForShell(`${word}`)).join(" ")}`);
  return 0;
}

/** A line as `readManifest` takes it; quoted, so that blanks do no harm. */
function formatLine(
  { path, label }: VideoEntry,
  { output, classes }: { readonly output: string; readonly classes: readonly string[] },
): string {
  const written = relative(output, path).replaceAll("\\", "/");
  const name = label === null ? undefined : classes[label];
  return name === undefined ? `"${written}"` : `"${written}" "${name}"`;
}
