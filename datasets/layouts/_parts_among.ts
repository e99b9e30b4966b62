import { type Part, partOf } from "../folders/_part_of.ts";

/** Between the words of a folder's name: "ucf101_train", "trainA". */
const WORD_LIMIT = /[\s_.-]+|(?<=[a-z])(?=[A-Z])/;

/**
 * Returns the parts that folders beside each other are named after, by their names. Words that all
 * names share say nothing: "ucf101_train" and "ucf101_test" are named after parts, if one of them
 * is after the training.
 */
export function partsAmong(folderNames: readonly string[]): ReadonlyMap<string, Part> {
  const plain = partsBy(folderNames, (name) => name);
  if (plain.size > 0) return plain;
  const parts = partsBy(folderNames, withoutSharedWords(folderNames));
  const found = new Set(parts.values());
  return found.has("train") && found.size > 1 ? parts : new Map();
}

function partsBy(
  folderNames: readonly string[],
  shorten: (folderName: string) => string,
): Map<string, Part> {
  const parts = new Map<string, Part>();
  for (const name of folderNames) {
    const part = partOf(shorten(name));
    if (part !== null) parts.set(name, part);
  }
  return parts;
}

/** Returns a function that takes the words away with which all names begin and end. */
function withoutSharedWords(folderNames: readonly string[]): (folderName: string) => string {
  const names = folderNames.map((name) => name.split(WORD_LIMIT));
  const first = sharedAtStart(names);
  const last = sharedAtStart(names.map((words) => words.toReversed()));
  return (folderName) => {
    const words = folderName.split(WORD_LIMIT);
    return words.slice(first, words.length - last).join(" ");
  };
}

function sharedAtStart([firstName = [], ...others]: readonly (readonly string[])[]): number {
  const differing = firstName.findIndex((word, index) =>
    others.some((words) => words[index]?.toLowerCase() !== word.toLowerCase())
  );
  return differing < 0 ? firstName.length : differing;
}
