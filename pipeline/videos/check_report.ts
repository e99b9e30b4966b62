import type { FileStamp } from "../../datasets/mod.ts";
import { explainFullDisk } from "../files/explain_full_disk.ts";
import { writeAllSync } from "../../datasets/write_all_sync.ts";

/** What a check found out about a video, for one state of its file. */
export interface CheckedVideo extends FileStamp {
  /** Path of the file. */
  readonly path: string;
  /** `damaged` gives frames and complains; `broken` gives none. */
  readonly state: "ok" | "damaged" | "broken";
  /** What is wrong, or what to know of a sound video; undefined if nothing is. */
  readonly why?: string | undefined;
}

/** A video that a list names, but whose file is missing. */
export interface MissingVideo {
  /** As the list names it. */
  readonly path: string;
  /** It has no file. */
  readonly state: "missing";
}

/** Characters of a line that an error shows. */
const SHOWN_CHARACTERS = 60;

/**
 * The report of a check: a file with a line of JSON for each video, written as it is checked. A
 * report that is opened again knows what was found before, so that a check that was stopped can be
 * resumed. If a video was checked twice because it has changed, the last line counts.
 */
export class CheckReport implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #known: Map<string, CheckedVideo | MissingVideo>;

  private constructor(
    path: string,
    file: Deno.FsFile,
    known: Map<string, CheckedVideo | MissingVideo>,
  ) {
    this.#path = path;
    this.#file = file;
    this.#known = known;
  }

  /**
   * Opens a report; creates it if there is no file.
   *
   * @throws {TypeError} If the file is not a report; it is left unchanged.
   */
  static open(path: string): CheckReport {
    const file = Deno.openSync(path, { read: true, write: true, create: true });
    try {
      const { known, length } = parseReport(path, Deno.readTextFileSync(path));
      // A line that was cut off when the process was killed is removed; its video is checked again.
      file.truncateSync(length);
      file.seekSync(0, Deno.SeekMode.End);
      return new CheckReport(path, file, known);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Returns what was found before about a file of this size and time; undefined if nothing was. */
  find({ path, bytes, modified }: FileStamp & { readonly path: string }): CheckedVideo | undefined {
    const video = this.#known.get(path);
    if (video === undefined || video.state === "missing") return undefined;
    return video.bytes === bytes && video.modified === modified ? video : undefined;
  }

  /** Adds a line for a video without a file, if it has none yet. */
  addMissing(path: string): void {
    if (this.#known.get(path)?.state !== "missing") this.#append({ path, state: "missing" });
  }

  /** Adds a line. */
  add(video: CheckedVideo): void {
    this.#append(video);
  }

  #append(video: CheckedVideo | MissingVideo): void {
    const line = new TextEncoder().encode(`${JSON.stringify(video)}\n`);
    try {
      writeAllSync(this.#file, line);
    } catch (error) {
      throw explainFullDisk(this.#path, error);
    }
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** How every line of a report starts. */
const LINE_START = '{"path":"';

/** What a report holds. */
interface ParsedReport {
  /** By path. */
  readonly known: Map<string, CheckedVideo | MissingVideo>;
  /** Length of the complete lines, in bytes. */
  readonly length: number;
}

/** @throws {TypeError} If a line is not one of a report. */
function parseReport(path: string, text: string): ParsedReport {
  const known = new Map<string, CheckedVideo | MissingVideo>();
  const complete = text.slice(0, text.lastIndexOf("\n") + 1);
  for (const line of complete.split("\n")) {
    if (line === "") continue;
    const video = requireVideo(path, line);
    known.set(video.path, video);
  }
  // A first line without its end is dropped, but only if it is one of a report: other files are
  // kept.
  if (complete === "" && !isStartOfLine(text)) requireVideo(path, text);
  return { known, length: new TextEncoder().encode(complete).length };
}

/** Whether a text is what a kill may have left of a report's first line. */
function isStartOfLine(text: string): boolean {
  return text.startsWith(LINE_START) || LINE_START.startsWith(text);
}

function requireVideo(path: string, line: string): CheckedVideo | MissingVideo {
  const video = parseLine(line);
  if (video !== null) return video;
  throw new TypeError(
    `Cannot report as ${path} must be new or the report of an earlier check: ` +
      `current value is ${JSON.stringify(line.slice(0, SHOWN_CHARACTERS))}`,
  );
}

function parseLine(line: string): CheckedVideo | MissingVideo | null {
  try {
    const video: unknown = JSON.parse(line);
    return isVideo(video) ? video : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isVideo(value: unknown): value is CheckedVideo | MissingVideo {
  if (typeof value !== "object" || value === null || !("path" in value)) return false;
  const { path, state, why, bytes, modified } = value as Readonly<Record<string, unknown>>;
  if (typeof path !== "string") return false;
  if (state === "missing") return true;
  return ["ok", "damaged", "broken"].includes(String(state)) && typeof bytes === "number" &&
    typeof modified === "number" && (why === undefined || typeof why === "string");
}
