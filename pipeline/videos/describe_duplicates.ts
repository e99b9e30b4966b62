import { findDuplicates, type Manifest, type VideoEntry } from "../../datasets/mod.ts";

/** Groups of equal files that get a line of their own. */
const SHOWN_GROUPS = 10;

/** Videos of a group that its line names. */
const SHOWN_VIDEOS = 4;

/**
 * Returns a line for each group of equal files that have different classes: at most one of their
 * labels is right. Copies within a class are not counted.
 *
 * @param broken Paths of files that give no frame: equal ones are not copies of a video.
 */
export async function describeDuplicates(
  { classes, train, test }: Manifest,
  broken: ReadonlySet<string>,
): Promise<string[]> {
  const labeled = [...train, ...test].filter(({ path, label }) =>
    label !== null && !broken.has(path)
  );
  const groups = await findDuplicates(
    labeled,
    (group) => new Set(group.map(({ label }) => label)).size > 1,
  );
  const lines = groups.slice(0, SHOWN_GROUPS).map((group) => describeGroup(group, classes));
  if (groups.length > SHOWN_GROUPS) {
    lines.push(
      `duplicates: ${groups.length - SHOWN_GROUPS} more groups of files in several classes`,
    );
  }
  return lines;
}

function describeGroup(group: readonly VideoEntry[], classes: readonly string[]): string {
  const names = group.slice(0, SHOWN_VIDEOS)
    .map(({ id, label }) => `'${id}' (class '${classes[label ?? -1]}')`);
  const more = group.length - names.length;
  const last = more > 0 ? `${more} more` : names.pop();
  return `duplicates: ${names.join(", ")} and ${last} are the same, byte by byte`;
}
