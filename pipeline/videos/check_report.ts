import type { FileStamp } from "../../datasets/mod.ts";
import { writeAllSync } from "../../datasets/write_all_sync.ts";

/** What a check found out about a video, and about which state of its file. */
export interface CheckedVideo extends FileStamp {
  readonly path: string;
  /** `damaged` gives frames and complains; `broken` gives none. */
  readonly state: "ok" | "damaged" | "broken";
  /** What is wrong; absent where nothing is. */
  readonly why?: string;
}

/** A video that a list names and that has no file. */
export interface MissingVideo {
  /** As the list names it. */
  readonly path: string;
  readonly state: "missing";
}

/**
 * The report of a check: a file with a line of JSON for each video, written as it is checked. Opened again,
 * it tells what was found before, so that a check goes on where it was stopped; of a video that was checked
 * twice, as it has changed, the last line counts.
 */
export class CheckReport implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #known: Map<string, CheckedVideo | MissingVideo>;

  private constructor(file: Deno.FsFile, known: Map<string, CheckedVideo | MissingVideo>) {
    this.#file = file;
    this.#known = known;
  }

  /**
   * Opens a report, or begins one.
   *
   * @throws {TypeError} if the file is none; it is left as it is.
   */
  static open(path: string): CheckReport {
    const file = Deno.openSync(path, { read: true, write: true, create: true });
    try {
      const { known, length } = parseReport(path, Deno.readTextFileSync(path));
      // A line that was cut off when the process was killed is written anew.
      file.truncateSync(length);
      file.seekSync(0, Deno.SeekMode.End);
      return new CheckReport(file, known);
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** What was found before about a file of this size and time; undefined where nothing was. */
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
    writeAllSync(this.#file, line);
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** The videos of a report, and the length in bytes of its whole lines. */
function parseReport(path: string, text: string) {
  const known = new Map<string, CheckedVideo | MissingVideo>();
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  // A text of one line without an end is looked at as well: it may be somebody's file.
  for (const line of (whole === "" ? text : whole.slice(0, -1)).split("\n")) {
    if (line === "") continue;
    const video = parseLine(line);
    if (video === null) {
      throw new TypeError(
        `Cannot report as ${path} must be new or the report of an earlier check: current value is ` +
          JSON.stringify(line.slice(0, 60)),
      );
    }
    known.set(video.path, video);
  }
  return { known, length: new TextEncoder().encode(whole).length };
}

function parseLine(line: string): CheckedVideo | MissingVideo | null {
  try {
    const video = JSON.parse(line);
    return typeof video?.path === "string" && typeof video.state === "string" ? video : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
