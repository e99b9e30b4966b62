import { ManifestError } from "../manifest_error.ts";
import { bringsTest, PUBLISHED_SPLITS, type PublishedSplitName } from "./published_splits.ts";

/** A video as a published list names it. */
export interface ListedVideo {
  /** As written, with the class folder: "Archery/v_Archery_g18_c07.avi". */
  readonly written: string;
  /** The class that the list gives it, which need not be its folder's; null where it gives none. */
  readonly className: string | null;
}

/** Which videos of a data set others have trained on with and without labels. */
export interface PublishedSplit {
  readonly name: PublishedSplitName;
  /** Class names in the order of the labels, with underscores for blanks. */
  readonly classes: readonly string[];
  readonly labeled: readonly ListedVideo[];
  /** Null where the list names only labeled videos: all other training videos are unlabeled. */
  readonly unlabeled: readonly ListedVideo[] | null;
  /** Null where the list names none: the data set's own test videos are meant. */
  readonly test: readonly ListedVideo[] | null;
  /** How many videos have another label than their folder's, which is then taken as published. */
  readonly relabeled: number;
}

/**
 * Reads a published division of UCF-101, HMDB-51 or Kinetics-400.
 *
 * @param path Data set that it is wanted for, for the message.
 * @throws {ManifestError} if there is none of that name; the message lists those there are.
 */
export async function readPublishedSplit(name: string, path: string): Promise<PublishedSplit> {
  const known = PUBLISHED_SPLITS.find((one) => one === name);
  if (known === undefined) {
    throw new ManifestError(
      path,
      `there is no published split '${name}': known are ${PUBLISHED_SPLITS.join(", ")}`,
    );
  }
  const [dataset, list] = known.split("-");
  const rows = await readRows(new URL(`${dataset}.txt.gz`, import.meta.url));
  const classes = foldersOfLabels(rows);
  const listed = (chosen: readonly Row[]): ListedVideo[] =>
    chosen.map(({ written, label }) => ({ written, className: classes[label] ?? null }));
  const isTest = ({ words }: Row) => words.includes("test");
  const isLabeled = ({ words }: Row) => words.includes(list ?? "");
  const isComplete = bringsTest(known);
  const used = rows.filter((row) => isComplete || isLabeled(row));
  return {
    name: known,
    classes,
    labeled: listed(rows.filter(isLabeled)),
    unlabeled: isComplete ? listed(rows.filter((row) => !isTest(row) && !isLabeled(row))) : null,
    test: isComplete ? listed(rows.filter(isTest)) : null,
    relabeled: used.filter(({ written, label }) => classes[label] !== folderOf(written)).length,
  };
}

interface Row {
  readonly written: string;
  readonly label: number;
  /** "test", and the lists that count the video as labeled. */
  readonly words: readonly string[];
}

async function readRows(file: URL): Promise<Row[]> {
  // Not Deno.readFile: the module may have been imported over the network.
  const packed = (await fetch(file)).body!.pipeThrough(new DecompressionStream("gzip"));
  const lines = (await new Response(packed).text()).trimEnd().split("\n");
  return lines.map((line) => {
    const [written = "", label, ...words] = line.split(" ");
    return { written, label: Number(label), words };
  });
}

/** The class names in the order of the labels: the folder that most videos of a label lie in. */
function foldersOfLabels(rows: readonly Row[]): string[] {
  const counts = new Map<number, Map<string, number>>();
  for (const { written, label } of rows) {
    const folders = counts.get(label) ?? new Map<string, number>();
    counts.set(label, folders.set(folderOf(written), (folders.get(folderOf(written)) ?? 0) + 1));
  }
  return Array.from({ length: counts.size }, (_, label) => {
    const folders = [...counts.get(label) ?? []].sort(([, a], [, b]) => b - a);
    return folders[0]?.[0] ?? "";
  });
}

function folderOf(written: string): string {
  return written.slice(0, written.indexOf("/"));
}
