import { dirname, join, resolve } from "node:path";
import { readText, splitLines } from "../lists/_read_text.ts";
import { compareStrings } from "../_compare_strings.ts";
import { ManifestError } from "../manifest_error.ts";
import { quotedList } from "../_words.ts";

/** Files that name classes, in small letters. */
const CLASS_FILES = [
  "classind.txt",
  "classes.txt",
  "class_list.txt",
  "class_names.txt",
  "classnames.txt",
  "label_map.txt",
  "categories.txt",
];

/** A first line with titles: "id,name". */
const TITLES = /^(?:id|index|number|class|class_?id|class_?name|label|name)\b/i;

/** The classes that a file beside a list names, one a line. */
export interface ClassList {
  readonly path: string;
  /** The names in the order of their numbers. */
  readonly names: readonly string[];
  /** Their numbers as the file writes them; null if it only has their order. */
  readonly numbers: readonly number[] | null;
}

/**
 * Reads the file beside a list that names its classes: classes.txt, classInd.txt and the like, with
 * lines "NAME", "NUMBER NAME" or "NAME NUMBER".
 *
 * @param lists Lists of one data set; they themselves do not count.
 * @returns The classes; null if there is no such file.
 * @throws {ManifestError} If several such files name other classes, or one names a class twice.
 */
export async function readClassList(...lists: readonly string[]): Promise<ClassList | null> {
  const classLists: ClassList[] = [];
  for (const folder of new Set(lists.map((list) => dirname(resolve(list))))) {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    for (const name of entries.map((entry) => entry.name).sort(compareStrings)) {
      const path = join(folder, name);
      const isList = lists.some((list) => resolve(list) === path);
      if (isList || !CLASS_FILES.includes(name.toLowerCase())) continue;
      classLists.push(parseClassList(await readText(path), path));
    }
  }
  const [first = null, ...others] = classLists;
  const different = others.find(({ names }) => String(names) !== String(first?.names));
  if (different === undefined) return first;
  const paths = quotedList([first?.path ?? "", different.path]);
  throw new ManifestError(lists[0] ?? "", `${paths} name different classes: leave one of them`);
}

function parseClassList(text: string, path: string): ClassList {
  const lines = splitLines(text).map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const numbered = parseNumbered(lines, /^(?<number>\d+)[\s,;:.]+(?<name>\S.*)$/) ??
    parseNumbered(lines, /^(?<name>.*\S)[\s,;:]+(?<number>\d+)$/);
  const classList = numbered ?? { names: lines.map(unquoted), numbers: null };
  const twice = classList.names.filter((name, index) => classList.names.indexOf(name) < index);
  if (twice.length > 0) {
    throw new ManifestError(path, `it names the class ${quotedList(twice)} twice`);
  }
  return { path, ...classList };
}

/** Parses numbered lines; null if not all lines are, or they are names that have numbers. */
function parseNumbered(
  lines: readonly string[],
  pattern: RegExp,
): Pick<ClassList, "names" | "numbers"> | null {
  const hasTitles = !pattern.test(lines[0] ?? "") && TITLES.test(lines[0] ?? "");
  const matches = lines.slice(hasTitles ? 1 : 0).map((line) => pattern.exec(line)?.groups);
  const classes = matches.flatMap((groups) =>
    groups === undefined
      ? []
      : [{ name: unquoted(groups.name ?? ""), number: Number(groups.number) }]
  ).sort((left, right) => left.number - right.number);
  const isNumbering = classes.length === matches.length &&
    new Set(classes.map(({ number }) => number)).size === classes.length &&
    new Set(classes.map(({ name }) => name)).size === classes.length;
  if (!isNumbering || classes.length === 0) return null;
  return { names: classes.map(({ name }) => name), numbers: classes.map(({ number }) => number) };
}

/** Returns a name without the quotes around it, in which a quote is written twice. */
function unquoted(text: string): string {
  const inside = /^"((?:[^"]|"")*)"$/.exec(text)?.[1];
  return inside === undefined ? text : inside.replaceAll('""', '"');
}
