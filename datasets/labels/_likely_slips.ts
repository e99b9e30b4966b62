import type { VideoEntry } from "../manifest.ts";
import { comparableName } from "./comparable_name.ts";

/** Videos of a class that may be a slip, at most. */
const RARE = 2;

/** How many times as many videos the class has that was meant, at least. */
const TIMES = 5;

/** Letters of a name in which one letter in another's place is hardly another word, at least. */
const LONG = 5;

/** Pairs of names that are compared, at most: far more than a data set with slips has. */
const PAIRS = 2_000_000;

/** A class with its number of labeled videos. */
interface CountedClass {
  readonly name: string;
  readonly count: number;
}

/** A class that may be another one. */
export interface LikelySlip {
  readonly slip: CountedClass;
  /** The other one. */
  readonly meant: CountedClass;
}

/**
 * Finds classes that may be others with a slip of the pen: one has one or two videos, the other one
 * many, and a letter is missing, doubled, wrong or in its neighbor's place.
 */
export function likelySlips(
  videos: readonly Pick<VideoEntry, "label">[],
  classes: readonly string[],
): LikelySlip[] {
  const counts = classes.map(() => 0);
  for (const { label } of videos) if (label !== null) counts[label]! += 1;
  const counted = classes.map((name, label) => ({
    name,
    form: comparableName(name),
    count: counts[label]!,
  }));
  const rare = counted.filter(({ count }) => count > 0 && count <= RARE);
  const frequent = counted.filter(({ count }) => count >= TIMES);
  if (rare.length * frequent.length > PAIRS) return [];
  return rare.flatMap((slip) => {
    const meant = frequent.find(({ form, count }) =>
      count >= TIMES * slip.count && isSlip(slip.form, form)
    );
    return meant === undefined ? [] : [{ slip, meant }];
  });
}

/** Whether one name is another one with a single slip. */
function isSlip(written: string, meant: string): boolean {
  if (Math.abs(written.length - meant.length) > 1) return false;
  let start = 0;
  while (start < written.length && written[start] === meant[start]) start++;
  let ends = 0;
  const shorter = Math.min(written.length, meant.length);
  while (ends < shorter - start && written.at(-1 - ends) === meant.at(-1 - ends)) ends++;
  const before = meant.slice(start, meant.length - ends);
  const after = written.slice(start, written.length - ends);
  // Numbers, and words of one letter, tell classes apart: "level 1", "shot b".
  const word = wordAround(meant.length > written.length ? meant : written, start);
  if (!/^\p{L}*$/u.test(before + after) || word.length < LONG - 1) return false;
  const isSwapped = before.length === 2 && after === `${before[1]}${before[0]}`;
  if (isSwapped) return true;
  if (before.length > 1 || after.length > 1) return false;
  return before.length !== after.length || word.length >= LONG;
}

/** Returns the word of a name at a position. */
function wordAround(name: string, position: number): string {
  const before = /\p{L}*$/u.exec(name.slice(0, position))?.[0] ?? "";
  const after = /^\p{L}*/u.exec(name.slice(position))?.[0] ?? "";
  return before + after;
}
