import type { Manifest } from "../manifest.ts";
import { pluralize, quotedList } from "../_words.ts";
import { likelySlips } from "./_likely_slips.ts";

/** Slips that have a line of their own. */
const SHOWN = 5;

/** Returns a line for each class that may be another one with a slip of the pen. */
export function noteLikelySlips({ classes, train, test }: Manifest): string[] {
  const slips = likelySlips([...train, ...test], classes);
  const lines = slips.slice(0, SHOWN).map(({ slip, meant }) =>
    `class '${slip.name}' has ${pluralize(slip.count, "video")}, and '${meant.name}', which is ` +
    `written almost alike, has ${meant.count}: if one class is meant, write it in one way`
  );
  const others = slips.slice(SHOWN).map(({ slip }) => slip.name);
  if (others.length > 0) {
    lines.push(`more classes written almost like others: ${quotedList(others)}`);
  }
  return lines;
}
