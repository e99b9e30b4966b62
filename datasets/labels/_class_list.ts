import { dirname, join, resolve } from "node:path";
import { lengthAtEnd } from "../lists/_length_at_end.ts";
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
  /** Names that it has in quotes, as `formatClassList()` writes all. */
  readonly quoted: ReadonlySet<string>;
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
  const numbered = parseNumbered(lines, numberFirst) ?? parseNumbered(lines, numberLast);
  const { names: written, numbers } = numbered ?? { names: lines, numbers: null };
  const names = written.map(unquoted);
  const quoted = new Set(names.filter((name, index) => name !== written[index]));
  const twice = repeatedIn(names);
  if (twice.length > 0) {
    throw new ManifestError(path, `it names the class ${quotedList(twice)} twice`);
  }
  return { path, names, numbers, quoted };
}

/** Returns the names that are there more than once. */
function repeatedIn(names: readonly string[]): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) repeated.add(name);
    seen.add(name);
  }
  return [...repeated];
}

/** A class as a line names it, which may be in quotes. */
interface NumberedName {
  readonly name: string;
  readonly number: number;
}

/** Parses "NUMBER NAME". */
function numberFirst(line: string): NumberedName | null {
  const [, number, name] = /^(\d+)[\s,;:.]+(\S.*)$/.exec(line) ?? [];
  return name === undefined ? null : { name, number: Number(number) };
}

/** Parses "NAME NUMBER". */
function numberLast(line: string): NumberedName | null {
  const digits = lengthAtEnd(line, /\d/);
  const numberStart = line.length - digits;
  const separators = lengthAtEnd(line, /[\s,;:]/, numberStart);
  const name = line.slice(0, numberStart - separators);
  if (digits === 0 || separators === 0 || name === "") return null;
  return { name, number: Number(line.slice(numberStart)) };
}

/** Parses numbered lines; null if not all lines are, or they are names that have numbers. */
function parseNumbered(
  lines: readonly string[],
  parse: (line: string) => NumberedName | null,
): Pick<ClassList, "names" | "numbers"> | null {
  const [first = ""] = lines;
  const hasTitles = parse(first) === null && TITLES.test(first);
  const numbered = lines.slice(hasTitles ? 1 : 0);
  const classes = numbered.flatMap((line) => parse(line) ?? [])
    .sort((left, right) => left.number - right.number);
  const isNumbering = classes.length === numbered.length &&
    new Set(classes.map(({ number }) => number)).size === classes.length &&
    new Set(classes.map(({ name }) => name)).size === classes.length;
  if (!isNumbering || classes.length === 0) return null;
  return { names: classes.map(({ name }) => name), numbers: classes.map(({ number }) => number) };
}

/** Returns a name without the quotes around it, in which a quote is written twice. */
function unquoted(text: string): string {
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  const inside = text.slice(1, -1);
  const isWhole = isQuoted && !inside.replaceAll('""', "").includes('"');
  return isWhole ? inside.replaceAll('""', '"') : text;
}
