import { lengthAtEnd } from "./_length_at_end.ts";
import { PATH_LIMIT } from "./_path_limit.ts";
import { hasVideoExtension, VIDEO_NAME_END } from "../_video_extension.ts";

/** A way to read a line of a list. */
export interface Reading {
  /** Path of the video as written. */
  readonly path: string;
  /** A class name, a number, or null for an unlabeled video. */
  readonly label: string | null;
  /** What a column says about the part: train, test or val; undefined without such a column. */
  readonly part?: string | undefined;
  /** Why the line cannot be read so without doubt, and how to write it; undefined if it can. */
  readonly problem?: string | undefined;
}

/** A field in quotes, in which a quote is written twice. */
const QUOTED = /^"((?:[^"]|"")*)"/;

/** Between path and label: a comma, semicolon or tab with any blanks around it, or only blanks. */
const SEPARATOR = /^[ ]*([,;\t])[ ]*|^\s+/;

/** Ways to read a line, at most; a line of a hundred names has as many. */
const READINGS_LIMIT = 32;

/** A comment behind a label. */
const COMMENT = /(?:^|\s)#(?:\s.*)?$/s;

/**
 * Yields the ways in which a line "path label" without a header can be read, the most usual first.
 * A path ends at its quote, or with the extension of a video; if it has none, at a tab, semicolon,
 * comma or the last blank. What a name with blanks, commas or several extensions means is not
 * certain: the caller takes the way in which there is a file.
 *
 *     run/a.avi 3      run/a.avi,3      "run/a.avi" "Body Weight Squats"      run/a.avi, Body Weight Squats
 */
export function* readingsOf(line: string): Generator<Reading, undefined> {
  const text = line.trim();
  const quoted = QUOTED.exec(text);
  if (quoted !== null) {
    const rest = text.slice(quoted[0].length);
    if (rest === "" || SEPARATOR.test(rest)) yield toReading(unquoted(quoted), rest);
  }
  const tried = new Set<number>();
  for (const end of pathEnds(text)) {
    if (end <= 0 || tried.has(end) || tried.size === READINGS_LIMIT) continue;
    if (end > PATH_LIMIT && tried.size > 0) continue;
    tried.add(end);
    yield toReading(text.slice(0, end), text.slice(end));
  }
}

/** Yields where the path may end, the most likely position first; -1 where there is no such end. */
function* pathEnds(text: string): Generator<number, undefined> {
  // A line that ends like a video is one path, also if "a.avi b.avi" could be two.
  if (hasVideoExtension(text)) yield text.length;
  for (const { index, 0: extension } of text.matchAll(VIDEO_NAME_END)) {
    yield index + extension.length;
  }
  yield text.indexOf("\t");
  yield text.indexOf(";");
  yield text.lastIndexOf(",");
  yield startOfBlanks(text, text.length - lengthAtEnd(text, /\S/));
  yield text.indexOf(",");
  yield startOfBlanks(text, text.search(/(?<=\s)#(\s|$)/));
  yield text.search(/\s/);
  yield text.length;
}

/** Returns where the blanks begin that end at a position; -1 if there are none. */
function startOfBlanks(text: string, end: number): number {
  const length = lengthAtEnd(text, /\s/, end);
  return length === 0 ? -1 : end - length;
}

function toReading(path: string, rest: string): Reading {
  const separator = SEPARATOR.exec(rest);
  const written = rest.slice(separator?.[0].length ?? 0).trim();
  // Spreadsheets end lines with the separators of empty columns.
  const ending = separator?.[1] === undefined ? 0 : lengthAtEnd(written, /[\s,;]/);
  const behind = written.slice(0, written.length - ending);
  const inQuotes = QUOTED.exec(behind);
  if (inQuotes !== null) {
    const afterQuotes = behind.slice(inQuotes[0].length);
    const label = unquoted(inQuotes) || null;
    return COMMENT.test(afterQuotes) || afterQuotes === ""
      ? { path, label }
      : { path, label: behind, problem: `there is text behind the quotes of the label; ${WRITE}` };
  }
  const mark = separator?.[1];
  // Commas and the like do without comments, so that labels may hold "#".
  const label = mark === undefined ? behind.replace(COMMENT, "").trim() : behind;
  return { path, label: label || null, problem: problemOf(label, mark) };
}

const WRITE = `write 'path "label"'`;

/** Returns why a label that is not in quotes may be more than a label. */
function problemOf(label: string, mark: string | undefined): string | undefined {
  const words = label.split(/\s+/);
  if (mark !== undefined && label.includes(mark)) {
    return "it has more than two columns: name them in a first line such as 'path,label,split', or " +
      "put a label that holds the separator into quotes";
  }
  if (words.some(hasVideoExtension)) return `it has two paths; ${WRITE}`;
  // Where a comma or tab shows what the label is, it may be "class 1".
  const suspects = mark === undefined ? [words[0], words.at(-1)] : words;
  const isNumber = (word = "") => /^\d+$/.test(word);
  if (
    words.length > 1 && (mark === undefined ? suspects.some(isNumber) : suspects.every(isNumber))
  ) {
    return "it has a number besides the label, such as a count of frames: leave the number out, or " +
      "put the whole label into quotes";
  }
  // Between commas, "#1" is a part of the label.
  if ((mark === undefined ? /(^|\s)#/ : /\s#\s/).test(label)) {
    return "it may end with a label or a comment: put the label into quotes, or the comment on a " +
      "line of its own";
  }
  return label.startsWith('"') ? "its label begins with a quote that is never closed" : undefined;
}

/** Returns the text in quotes, in which a quote is written twice. */
function unquoted([, text = ""]: RegExpExecArray): string {
  return text.replaceAll('""', '"');
}
