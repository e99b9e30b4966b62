import { join, resolve } from "node:path";
import * as v from "valibot";
import { removeLeftovers } from "../../runtime/files/remove_leftovers.ts";
import { FolderLock } from "../files/folder_lock.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { writeJson } from "../files/write_json.ts";
import { readJson } from "../run/read_json.ts";
import { count, finite, share } from "../run/number_schemas.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { SuggestionSet } from "./suggestion.ts";

/** Version of the file; another is refused. */
const VERSION = 1;

const probability = { class: v.string(), probability: share };

const setSchema = v.object({
  version: v.literal(VERSION),
  run: v.string(),
  source: v.string(),
  unlabeled: v.array(v.string()),
  classes: v.array(v.string()),
  suggestions: v.array(v.object({
    id: v.string(),
    path: v.string(),
    uncertainty: v.object({ total: finite, doubt: finite, disagreement: finite }),
    guesses: v.array(v.object(probability)),
    answers: v.array(v.object({ network: v.picklist(["primary", "auxiliary"]), ...probability })),
    preview: v.object({ frames: count, seconds: finite }),
  })),
});

/**
 * A folder of suggestions. Only this class knows the names of the files in it: `suggestions.json`,
 * `suggestions.csv`, `sheet.svg`, `previews/`, `labels.csv`, and the lists to train on.
 */
export class SuggestionsFolder implements Disposable {
  /** Whole path of the folder. */
  readonly path: string;
  #lock: FolderLock | undefined;

  /** Names a folder, without reading or making anything yet. */
  constructor(path: string) {
    this.path = resolve(path);
  }

  /** Names the folder of a run's suggestions, in the run's folder. */
  static ofRun(run: RunFolder): SuggestionsFolder {
    return new SuggestionsFolder(join(run.path, "suggestions"));
  }

  /** File of the suggestions as a table. */
  get table(): string {
    return join(this.path, "suggestions.csv");
  }

  /** File of the image of all suggested videos. */
  get sheet(): string {
    return join(this.path, "sheet.svg");
  }

  /** File of what a person has answered. */
  get labels(): string {
    return join(this.path, "labels.csv");
  }

  /** Folder of all previews. */
  get previews(): string {
    return join(this.path, "previews");
  }

  /** Folder of the preview of a suggestion, counted from 0. */
  preview(index: number): string {
    return join(this.previews, String(index));
  }

  /** File of a frame of a preview, both counted from 0. */
  frame(index: number, frame: number): string {
    return join(this.preview(index), `${frame}.jpg`);
  }

  /**
   * Makes the folder if there is none, and holds it: other processes cannot until this object is
   * disposed or the process ends.
   *
   * @throws {Error} If another process holds it.
   */
  hold(): this {
    Deno.mkdirSync(this.path, { recursive: true });
    const lock = FolderLock.tryHold(this.path);
    if (lock === undefined) {
      throw new Error(
        `Cannot use ${this.path} as no other process may be using it: one is; stop it first`,
      );
    }
    this.#lock = lock;
    removeLeftovers(this.path);
    return this;
  }

  /** Whether there are no suggestions. */
  get isEmpty(): boolean {
    return statIfPresent(this.#set) === undefined;
  }

  /**
   * Requires that a person has labeled none of the suggestions.
   *
   * @throws {Error} If there are labels.
   */
  requireUnlabeled(): void {
    if (statIfPresent(this.labels) !== undefined) {
      throw new Error(
        `Cannot suggest into ${this.path} as nobody may have labeled videos there: labels.csv ` +
          "holds labels; train on them first, or give another --output",
      );
    }
  }

  /** Removes earlier suggestions. */
  clear(): void {
    for (const path of [this.#set, this.table, this.sheet, this.previews]) {
      if (statIfPresent(path) !== undefined) Deno.removeSync(path, { recursive: true });
    }
  }

  /** Writes the suggestions; last, as those with this file are complete. */
  async writeSet(set: SuggestionSet): Promise<void> {
    await writeJson(this.#set, { version: VERSION, ...set });
  }

  /**
   * Reads what {@linkcode SuggestionsFolder.writeSet} wrote.
   *
   * @throws {Error} If there are no suggestions, or the file is broken.
   */
  async readSet(): Promise<SuggestionSet> {
    const set = await readJson(this.#set, setSchema);
    if (set === undefined) {
      throw new Error(
        `Cannot label the videos of ${this.path} as it must hold suggestions: it has none; ` +
          "make them by: deno task suggest",
      );
    }
    return set;
  }

  get #set(): string {
    return join(this.path, "suggestions.json");
  }

  /** Releases the folder; harmless if it is not held. */
  [Symbol.dispose](): void {
    this.#lock?.[Symbol.dispose]();
    this.#lock = undefined;
  }
}
