import { hasTestVideos, PUBLISHED_SPLITS, type PublishedSplitName } from "./published_splits.ts";
import { ManifestError } from "../manifest_error.ts";

/** A video as a published list names it. */
export interface ListedVideo {
  /** As written, with the class folder: "Archery/v_Archery_g18_c07.avi". */
  readonly written: string;
  /**
   * The class that the list gives it, which need not be its folder's; null if the list gives none.
   */
  readonly className: string | null;
}

/** Which videos of a data set published methods were trained on, with and without labels. */
export interface PublishedSplit {
  /** Name of the split. */
  readonly name: PublishedSplitName;
  /** Class names in the order of the labels, with underscores for blanks. */
  readonly classes: readonly string[];
  /** Training videos with a label. */
  readonly labeled: readonly ListedVideo[];
  /** Null if the list names only labeled videos: all other training videos are unlabeled. */
  readonly unlabeled: readonly ListedVideo[] | null;
  /** Null if the list names no test videos: the data set's own are meant. */
  readonly test: readonly ListedVideo[] | null;
  /** How many videos have another label than their folder's; the published label is used. */
  readonly relabeled: number;
}

/**
 * Reads a published split of UCF-101, HMDB-51 or Kinetics-400.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readPublishedSplit } from "@actnetformer/deno/datasets";
 *
 * const { classes, labeled } = await readPublishedSplit("ucf101-1pct", "videos/ucf101");
 * assert.equal(classes.length, 101);
 * assert.equal(labeled.length, 101);
 * ```
 *
 * @param name Name of the split, one of {@linkcode PUBLISHED_SPLITS}.
 * @param path The data set, for the message.
 * @throws {ManifestError} If there is no split of that name; the message names the known ones.
 */
export async function readPublishedSplit(name: string, path: string): Promise<PublishedSplit> {
  const known = PUBLISHED_SPLITS.find((published) => published === name);
  if (known === undefined) {
    const { didYouMean } = await import("../did_you_mean.ts");
    throw new ManifestError(
      path,
      `there is no published split '${name}': known are ${PUBLISHED_SPLITS.join(", ")}` +
        didYouMean(name, PUBLISHED_SPLITS),
    );
  }
  const [dataset, list = ""] = known.split("-");
  const rows = await readRows(new URL(`${dataset}.txt.gz`, import.meta.url));
  return divideRows(rows, { name: known, list });
}

/** A line of a list. */
interface ListRow {
  readonly written: string;
  readonly label: number;
  /** "test", and the lists that count the video as labeled. */
  readonly words: readonly string[];
}

async function readRows(file: URL): Promise<ListRow[]> {
  // Not Deno.readFile: the module may have been imported over the network.
  const { body } = await fetch(file);
  if (body === null) throw new Error(`Cannot read '${file}' as it must have content: it has none`);
  const text = body.pipeThrough(new DecompressionStream("gzip"));
  const lines = (await new Response(text).text()).trimEnd().split("\n");
  return lines.map((line) => {
    const [written = "", label, ...words] = line.split(" ");
    return { written, label: Number(label), words };
  });
}

function divideRows(
  rows: readonly ListRow[],
  { name, list }: { readonly name: PublishedSplitName; readonly list: string },
): PublishedSplit {
  const classes = foldersOfLabels(rows);
  const toListed = (chosen: readonly ListRow[]): ListedVideo[] =>
    chosen.map(({ written, label }) => ({ written, className: classes[label] ?? null }));
  const countRelabeled = (used: readonly ListRow[]) =>
    used.filter(({ written, label }) => classes[label] !== folderOf(written)).length;
  const test = rows.filter(({ words }) => words.includes("test"));
  const labeled = rows.filter(({ words }) => words.includes(list));
  const shared = { name, classes, labeled: toListed(labeled) };
  if (!hasTestVideos(name)) {
    return { ...shared, unlabeled: null, test: null, relabeled: countRelabeled(labeled) };
  }
  const unlabeled = rows.filter(({ words }) => !words.includes("test") && !words.includes(list));
  return {
    ...shared,
    unlabeled: toListed(unlabeled),
    test: toListed(test),
    relabeled: countRelabeled(rows),
  };
}

/**
 * Returns the class names in the order of the labels: the folder that most videos of a label are
 * in.
 */
function foldersOfLabels(rows: readonly ListRow[]): string[] {
  const countsByLabel = new Map<number, Map<string, number>>();
  for (const { written, label } of rows) {
    const counts = countsByLabel.get(label) ?? new Map<string, number>();
    countsByLabel.set(label, counts);
    const folder = folderOf(written);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return Array.from({ length: countsByLabel.size }, (_, label) => {
    const counts = [...countsByLabel.get(label) ?? []];
    const [mostFrequent] = counts.sort(([, left], [, right]) => right - left);
    return mostFrequent?.[0] ?? "";
  });
}

function folderOf(written: string): string {
  return written.slice(0, written.indexOf("/"));
}
