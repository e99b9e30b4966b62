import { findDuplicates, type Manifest, type VideoEntry } from "../../datasets/mod.ts";

/** What is said about the copies of a data set. */
export interface DescribedCopies {
  /** A line for each group of equal files, which names all of them. */
  readonly lines: readonly string[];
  /** Number of groups that are refused: copies with several labels, or in training and test. */
  readonly refused: number;
}

/**
 * Describes each group of equal files of a data set that was read with its copies.
 *
 * @param broken Paths of files that give no frame: equal ones are not copies of a video.
 */
export async function describeCopies(
  { classes, train, test, copies = [] }: Manifest,
  broken: ReadonlySet<string>,
): Promise<DescribedCopies> {
  const videos = [...train, ...test, ...copies].filter(({ path }) => !broken.has(path));
  const groups = await findDuplicates(videos);
  const [trained, tested] = [new Set(train), new Set(test)];
  const kindOf = (group: readonly VideoEntry[]): Kind => {
    if (new Set(group.flatMap(({ label }) => label ?? [])).size > 1) return "labels";
    const isDivided = group.some((video) => trained.has(video)) &&
      group.some((video) => tested.has(video));
    return isDivided ? "parts" : "extra";
  };
  const partOf = (video: VideoEntry) =>
    trained.has(video) ? "training" : tested.has(video) ? "test" : "unused";
  const remarks: Readonly<Record<Kind, (video: VideoEntry) => string>> = {
    labels: ({ label }) => label === null ? "no class" : `class '${classes[label]}'`,
    parts: partOf,
    extra: partOf,
  };
  const described = groups.map((group) => {
    const kind = kindOf(group);
    const names = group.map((video) => `'${video.id}' (${remarks[kind](video)})`);
    const last = names.pop();
    return {
      kind,
      line: `copies: ${names.join(", ")} and ${last} are the same, byte by byte: ${VERDICTS[kind]}`,
    };
  });
  return {
    lines: described.map(({ line }) => line),
    refused: described.filter(({ kind }) => kind !== "extra").length,
  };
}

/** What equal files are in the way of: labels that differ, the division, or nothing. */
type Kind = "labels" | "parts" | "extra";

const VERDICTS: Readonly<Record<Kind, string>> = {
  labels: "only one of the classes can be right, take the other files away",
  parts: "the test would be of videos that were trained on, take those of one part away",
  extra: "one of them is used",
};
